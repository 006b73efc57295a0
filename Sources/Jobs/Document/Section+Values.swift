extension Section {
  /// A whole number.
  func integer<Value: FixedWidthInteger>(
    _ key: Key, in range: ClosedRange<Value>
  ) -> Value? {
    node(key).flatMap { integer(key, $0, in: range) }
  }

  /// A whole number in a node.
  func integer<Value: FixedWidthInteger>(
    _ key: Key, _ node: DocumentNode, in range: ClosedRange<Value>
  ) -> Value? {
    guard case .scalar(let text, isPlain: true) = node.content,
      let value = ScalarSyntax.integer(text, as: Value.self), range.contains(value)
    else {
      refuse(key, node)
      return nil
    }
    return value
  }

  /// A number.
  func number(_ key: Key, in range: ClosedRange<Double>) -> Double? {
    node(key).flatMap { number(key, $0, in: range) }
  }

  /// A number in a node.
  func number(_ key: Key, _ node: DocumentNode, in range: ClosedRange<Double>) -> Double? {
    guard case .scalar(let text, isPlain: true) = node.content,
      let value = ScalarSyntax.number(text), range.contains(value)
    else {
      refuse(key, node)
      return nil
    }
    return value
  }

  /// `true` or `false`.
  func flag(_ key: Key) -> Bool? {
    guard let node = node(key) else { return nil }
    guard case .scalar(let text, isPlain: true) = node.content, let value = Bool(text) else {
      refuse(key, node)
      return nil
    }
    return value
  }

  /// A text in a node that is not empty.
  func text(_ key: Key, _ node: DocumentNode, where isValid: (String) -> Bool) -> String? {
    guard case .scalar(let text, _) = node.content, !node.isEmpty, isValid(text) else {
      refuse(key, node)
      return nil
    }
    return text
  }

  /// One of a type's names.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: Key, _ node: DocumentNode, as type: Choice.Type = Choice.self
  ) -> Choice? {
    guard case .scalar(let text, _) = node.content, let value = Choice(rawValue: text) else {
      var suggestion: String?
      if case .scalar(let text, _) = node.content {
        suggestion = NearestName.find(text, among: Choice.allCases.map(\.rawValue))
      }
      refuse(key, node, suggestion: suggestion)
      return nil
    }
    return value
  }

  /// One of a type's names.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: Key, as type: Choice.Type = Choice.self
  ) -> Choice? {
    node(key).flatMap { choice(key, $0) }
  }

  /// The elements of a list.
  func list(_ key: Key) -> [DocumentNode]? {
    guard let node = node(key) else { return nil }
    guard case .list(let nodes) = node.content else {
      refuse(key, node)
      return nil
    }
    return nodes
  }

  /// Whole numbers.
  /// - Parameter count: How many there have to be; any number but none when nil.
  func integers(_ key: Key, count: Int? = nil, in range: ClosedRange<Int>) -> [Int]? {
    guard let nodes = list(key), let node = node(key) else { return nil }
    guard count.map({ nodes.count == $0 }) ?? !nodes.isEmpty else {
      problems.add(
        node.place, key: name(key), expected: key.reference.accepted,
        found: "\(nodes.count) numbers")
      return nil
    }
    let values = nodes.map { integer(key, $0, in: range) }
    return values.contains(nil) ? nil : values.compactMap(\.self)
  }

  /// Numbers.
  func numbers(_ key: Key, in range: ClosedRange<Double>) -> [Double]? {
    guard let nodes = list(key) else { return nil }
    let values = nodes.map { number(key, $0, in: range) }
    return values.contains(nil) ? nil : values.compactMap(\.self)
  }

  /// A set of a type's names that differ.
  func choices<Choice: RawRepresentable<String> & CaseIterable & Hashable>(
    _ key: Key, as type: Choice.Type = Choice.self
  ) -> Set<Choice>? {
    guard let nodes = list(key) else { return nil }
    var values = Set<Choice>()
    for node in nodes {
      guard let value = choice(key, node, as: type) else { continue }
      if !values.insert(value).inserted {
        refuse(key, node, expected: "every name once")
      }
    }
    return values
  }
}
