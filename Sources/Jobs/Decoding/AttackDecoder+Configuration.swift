internal import Attacks
internal import Kernels

extension AttackDecoder {
  /// One combination of values as a configuration; nil when a problem has been reported.
  func configuration(_ choices: [Choice]) -> (AttackConfiguration, JobPlace)? {
    var settings: [AttackSetting: Choice] = [:]
    var norm = Norm.maximum
    var normPlace = section.place
    var radius: Choice?
    for choice in choices {
      switch choice.key {
      case .norm:
        guard let value = section.choice(.norm, choice.node, as: Norm.self) else { return nil }
        norm = value
        normPlace = choice.node.place
      case .radius: radius = choice
      case .setting(let setting): settings[setting] = choice
      }
    }
    let budget = radius.flatMap { self.budget($0, norm) }
    guard let attack = attack(settings), allows(attack, norm, at: normPlace),
      isPossible(attack, norm, settings), let budget
    else { return nil }
    return (AttackConfiguration(attack, norm: norm, radius: budget), section.place)
  }

  private func budget(_ choice: Choice, _ norm: Norm) -> PixelBudget? {
    guard let value = ScalarSyntax.number(choice.text).map({ Float($0) }),
      value <= norm.largestRadius
    else {
      section.refuse(.radius, choice.node)
      return nil
    }
    return PixelBudget(value)
  }

  /// The attack; every setting that is wrong is reported.
  private func attack(_ settings: [AttackSetting: Choice]) -> AttackDescription? {
    var texts = settings.mapValues(\.text)
    var reported = Set<AttackSetting>()
    while true {
      do {
        let attack = try AttackDescription(texts)
        return reported.isEmpty ? attack : nil
      } catch let error as AttackError {
        guard let setting = error.setting else {
          report(error, settings)
          return nil
        }
        if reported.insert(setting).inserted {
          // Go on without it, to find what else is wrong.
          report(error, settings)
          guard texts.removeValue(forKey: setting) != nil else { return nil }
        } else if texts[setting] == nil {
          // It is needed: go on with a value that a number may have.
          texts[setting] = "1"
        } else {
          return nil
        }
      } catch {
        section.problems.add(
          section.place, key: section.path, expected: "an attack", found: "\(error)")
        return nil
      }
    }
  }

  /// Whether the method knows steps for the norm.
  private func allows(_ attack: AttackDescription, _ norm: Norm, at place: JobPlace) -> Bool {
    guard !attack.method.norms.contains(norm) else { return true }
    let known = attack.method.norms.map(\.rawValue).sorted().joined(separator: " or ")
    section.problems.add(
      place, key: section.name(.norm), expected: "\(known) with \(attack.methodName.rawValue)",
      found: norm.rawValue)
    return false
  }

  /// Whether model and norm allow the attack.
  private func isPossible(
    _ attack: AttackDescription, _ norm: Norm, _ settings: [AttackSetting: Choice]
  ) -> Bool {
    guard let tasks else { return true }
    do {
      try attack.validate(tasks: tasks, norm: norm)
      return true
    } catch let error as AttackError {
      report(error, settings)
    } catch {
      section.problems.add(
        section.place, key: section.path, expected: "an attack", found: "\(error)")
    }
    return false
  }

  private func report(_ error: AttackError, _ settings: [AttackSetting: Choice]) {
    guard let setting = error.setting else {
      section.problems.add(
        section.place, key: section.path, expected: "\(error.expectation) (\(error.place))",
        found: error.finding)
      return
    }
    let choice = settings[setting]
    section.problems.add(
      choice?.node.place ?? section.place, key: section.name(.setting(setting)),
      expected: "\(error.expectation) (\(error.place))", found: error.finding,
      suggestion: choice.flatMap { NearestName.find($0.text, among: names(of: setting)) })
  }

  /// The names that a setting may have, for suggestions.
  private func names(of setting: AttackSetting) -> [String] {
    switch setting {
    case .method: MethodName.allCases.map(\.rawValue)
    case .strategy: StrategyName.allCases.map(\.rawValue)
    case .variant: APGDVariant.allCases.map(\.rawValue)
    case .task: tasks ?? []
    default: []
    }
  }
}
