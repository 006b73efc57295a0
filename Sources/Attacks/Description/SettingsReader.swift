/// Reads the settings of an attack and remembers what they mean.
///
/// Whatever is read, given or by default, becomes part of the canonical text; whatever is given
/// and not read does not belong to the attack. So the code that reads is the only list of what is
/// accepted.
struct SettingsReader {
  private let given: [AttackSetting: String]
  private var known: [AttackSetting: String] = [:]
  private var accepted: Set<AttackSetting> = []

  init(_ given: [AttackSetting: String]) { self.given = given }

  /// Everything read so far, as `name=value` in the order of the settings.
  func text(of settings: [AttackSetting] = AttackSetting.allCases) -> String {
    settings.compactMap { setting in known[setting].map { "\(setting.rawValue)=\($0)" } }
      .joined(separator: " ")
  }

  /// Refuses what was given and not read.
  /// - Throws: ``AttackError`` for the first such setting.
  func finish() throws {
    let all = AttackSetting.allCases
    guard let foreign = all.first(where: { given[$0] != nil && !accepted.contains($0) })
    else { return }
    let expected = all.filter { accepted.contains($0) }.map(\.rawValue)
    let names: [AttackSetting] = [.method, .strategy]
    let owner = names.compactMap { known[$0] }.joined(separator: " with ")
    throw AttackError(
      foreign, of: owner, expected: "only \(expected.joined(separator: ", "))",
      found: "\(foreign.rawValue): \(given[foreign] ?? "")")
  }

  /// One of a type's names.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ setting: AttackSetting, among accepted: [Choice] = Array(Choice.allCases),
    default standard: Choice? = nil
  ) throws -> Choice {
    let names = accepted.map(\.rawValue).joined(separator: ", ")
    return try value(setting, expected: "one of \(names)", default: standard) { text in
      accepted.first { $0.rawValue == text }
    } text: {
      $0.rawValue
    }
  }

  /// A whole number.
  mutating func integer(
    _ setting: AttackSetting, in range: ClosedRange<Int>, default standard: Int? = nil
  ) throws -> Int {
    let expectation =
      range.upperBound == .max
      ? "a whole number, \(range.lowerBound) or more"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return try value(setting, expected: expectation, default: standard) {
      Int($0).flatMap { range.contains($0) ? $0 : nil }
    } text: {
      "\($0)"
    }
  }

  /// A finite number that is not negative.
  mutating func number<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ setting: AttackSetting, default standard: Number
  ) throws -> Number {
    try value(setting, expected: "a number, 0 or more", default: standard) {
      Number($0).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
    } text: {
      "\($0)"
    }
  }

  /// `true` or `false`; false where nothing is given.
  mutating func flag(_ setting: AttackSetting) throws -> Bool {
    try value(setting, expected: "true or false", default: false) {
      Bool($0)
    } text: {
      "\($0)"
    }
  }

  /// One name.
  mutating func name(_ setting: AttackSetting) throws -> String {
    try value(setting, expected: "a name without spaces, commas and =", default: nil) {
      Self.isName($0) ? $0 : nil
    } text: {
      $0
    }
  }

  /// Names that are separated by commas, without repetition and in ascending order.
  mutating func names(_ setting: AttackSetting) throws -> [String] {
    try value(setting, expected: "different names, separated by commas", default: nil) { text in
      let names = text.split(separator: ",", omittingEmptySubsequences: false).map { name in
        String(name.drop { $0 == " " })
      }
      return names.allSatisfy(Self.isName) && Set(names).count == names.count
        ? names.sorted() : nil
    } text: {
      $0.joined(separator: ",")
    }
  }

  /// The length of a step.
  mutating func stepSize(default standard: StepSchedule.Size) throws -> StepSchedule.Size {
    try value(
      .stepSize, expected: StepSchedule.Size.accepted, default: standard
    ) {
      StepSchedule.Size($0)
    } text: {
      $0.description
    }
  }

  /// A whole number, or nothing.
  mutating func integerIfGiven(
    _ setting: AttackSetting, in range: ClosedRange<Int>
  ) throws -> Int? {
    accepted.insert(setting)
    guard given[setting] != nil else { return nil }
    return try integer(setting, in: range)
  }

  private mutating func value<Value>(
    _ setting: AttackSetting, expected expectation: String, default standard: Value?,
    parse: (String) -> Value?, text: (Value) -> String
  ) throws -> Value {
    accepted.insert(setting)
    guard let found = given[setting].map(parse) ?? standard else {
      throw AttackError(setting, expected: expectation, found: given[setting] ?? "nothing")
    }
    known[setting] = text(found)
    return found
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && !text.contains { $0.isWhitespace || $0 == "," || $0 == "=" }
  }
}
