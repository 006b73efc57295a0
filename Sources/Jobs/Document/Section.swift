/// A group of keys in a job file, whose values are read key by key.
///
/// What is wrong is reported and read as missing: the caller looks at the problems when everything
/// has been read.
struct Section<Key: JobKey> {
  /// Where the group begins: at its own key.
  let place: JobPlace
  /// The keys that lead to it, such as `data`; empty for the file.
  let path: String
  let problems: ProblemCollector
  /// The known keys in the order of the file.
  let entries: [(key: Key, keyPlace: JobPlace, value: DocumentNode)]

  /// Takes a group; nil when the value is none, which has been reported then. Unknown keys are
  /// reported.
  init?(_ node: DocumentNode, at place: JobPlace, path: String, problems: ProblemCollector) {
    guard case .mapping(let pairs) = node.content else {
      if let finding = node.finding {
        problems.add(
          node.place, key: path, expected: "the keys \(Self.keyNames.joined(separator: ", "))",
          found: finding)
      }
      return nil
    }
    var entries: [(Key, JobPlace, DocumentNode)] = []
    for pair in pairs {
      if let key = Key(rawValue: pair.key) {
        entries.append((key, pair.keyPlace, pair.value))
      } else {
        problems.add(
          pair.keyPlace, key: path,
          expected: "one of the keys \(Self.keyNames.joined(separator: ", "))",
          found: "\"\(DocumentNode.excerpt(pair.key))\"",
          suggestion: NearestName.find(pair.key, among: Self.keyNames))
      }
    }
    self.place = place
    self.path = path
    self.problems = problems
    self.entries = entries
  }

  private static var keyNames: [String] { Key.allCases.map(\.rawValue) }

  /// The full name of a key.
  func name(_ key: Key) -> String { path.isEmpty ? key.rawValue : "\(path).\(key.rawValue)" }

  /// The value of a key as it is written, if the key is there.
  func node(_ key: Key) -> DocumentNode? { entries.first { $0.key == key }?.value }

  /// Whether the key is there.
  func has(_ key: Key) -> Bool { node(key) != nil }

  /// The value of a key that has to be there.
  func required(_ key: Key) -> DocumentNode? {
    if let node = node(key) { return node }
    problems.add(place, key: name(key), expected: key.reference.accepted, found: "no such key")
    return nil
  }

  /// Reports a wrong value.
  /// - Parameter expectation: What the reference says is accepted, when nil.
  func refuse(
    _ key: Key, _ node: DocumentNode, expected expectation: String? = nil,
    suggestion: String? = nil
  ) {
    guard let finding = node.finding else { return }
    problems.add(
      node.place, key: name(key), expected: expectation ?? key.reference.accepted,
      found: finding, suggestion: suggestion)
  }

  /// Reports a key that does not belong there, with the reason.
  func refuseKey(_ key: Key, because reason: String) {
    guard let entry = entries.first(where: { $0.key == key }) else { return }
    problems.add(
      entry.keyPlace, key: name(key), expected: "no such key \(reason)",
      found: entry.value.finding ?? "one")
  }
}
