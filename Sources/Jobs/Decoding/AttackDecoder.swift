internal import Attacks
internal import Kernels

/// Reads one attack with its lists.
struct AttackDecoder {
  /// A value of a key, as the attacks read it.
  struct Choice {
    let key: AttackKey
    let text: String
    let node: DocumentNode
  }

  let section: Section<AttackKey>
  let tasks: [String]?

  /// All combinations, each with its place.
  func decode(atMost room: Int) -> [(AttackConfiguration, JobPlace)] {
    _ = section.required(.radius)
    guard section.required(.setting(.method)) != nil,
      section.required(.setting(.strategy)) != nil
    else { return [] }
    let axes = section.entries.map(choices)
    var count = 1
    for axis in axes {
      let (product, overflows) = count.multipliedReportingOverflow(by: axis.count)
      count = overflows ? Int.max : product
    }
    guard count <= room else {
      section.problems.add(
        section.place, key: section.path,
        expected: "at most \(EvaluationJob.largestAttackCount) attacks in all", found: "more")
      return []
    }
    return (0..<count).compactMap { number in
      combination(number, of: axes).flatMap { configuration($0) }
    }
  }

  /// A combination by its number; the last axis changes first.
  private func combination(_ number: Int, of axes: [[Choice]]) -> [Choice]? {
    var rest = number
    var choices: [Choice] = []
    for axis in axes.reversed() {
      choices.append(axis[rest % axis.count])
      rest /= axis.count
    }
    return choices.reversed()
  }

  /// The values of a key.
  private func choices(
    _ entry: (key: AttackKey, keyPlace: JobPlace, value: DocumentNode)
  ) -> [Choice] {
    guard case .list(let nodes) = entry.value.content else {
      return choice(entry.key, entry.value).map { [$0] } ?? []
    }
    guard !nodes.isEmpty else {
      section.refuse(entry.key, entry.value)
      return []
    }
    let isOneList = nodes.allSatisfy { node in
      if case .list = node.content { false } else { true }
    }
    if entry.key.takesList, isOneList {
      return choice(entry.key, entry.value).map { [$0] } ?? []
    }
    return nodes.compactMap { choice(entry.key, $0) }
  }

  private func choice(_ key: AttackKey, _ node: DocumentNode) -> Choice? {
    switch node.content {
    case .list(let nodes) where key.takesList:
      let names = nodes.compactMap { name in choice(key, name)?.text }
      return names.count == nodes.count
        ? Choice(key: key, text: names.joined(separator: ","), node: node) : nil
    case .scalar(let text, let isPlain) where !node.isEmpty:
      let looksNumeric = Double(text) != nil
      guard isPlain ? !looksNumeric || ScalarSyntax.number(text) != nil : !looksNumeric else {
        break
      }
      return Choice(key: key, text: text, node: node)
    default: break
    }
    section.refuse(key, node)
    return nil
  }
}
