extension TreeLayout: CustomStringConvertible {
  /// The text form, such as `[[[0, 1, 2]], [[0], [2], [1]]]`: a list of blocks, each a list of sets,
  /// each a list of tasks in ascending order.
  public var description: String {
    let texts = blocks.map { sets in
      "[\(sets.map(\.description).joined(separator: ", "))]"
    }
    return "[\(texts.joined(separator: ", "))]"
  }

  /// Reads the text form; spaces and line ends between the signs are free.
  /// - Throws: ``LayoutError`` with the character, counted from 1, where the text is not a list of
  ///   lists of lists of tasks, names a task twice or above 63; else as ``init(_:)``.
  /// - Complexity: O(length).
  public init(parsing text: String) throws {
    var parser = LayoutParser(text)
    let blocks = try parser.list { parser in
      try parser.list { parser in
        var set = TaskSet()
        try parser.list { parser in
          let place = parser.place
          let task = try parser.task()
          guard !set.contains(task) else {
            throw LayoutError(
              place: place, expectation: "a task that is not in the set yet", finding: "\(task)")
          }
          set.insert(task)
        }
        return set
      }
    }
    try parser.end()
    try self.init(blocks)
  }
}

/// A text with a position.
private struct LayoutParser {
  private let characters: [UInt8]
  private var position = 0

  init(_ text: String) { characters = Array(text.utf8) }

  /// The position as an error states it.
  var place: String { "character \(position + 1)" }

  /// Reads `[a, b, ...]`, which may be empty.
  @discardableResult
  mutating func list<Element>(
    _ element: (inout LayoutParser) throws -> Element
  ) throws -> [Element] {
    try take("[", "\"[\"")
    var elements: [Element] = []
    if next() == UInt8(ascii: "]") {
      position += 1
      return elements
    }
    while true {
      elements.append(try element(&self))
      if next() == UInt8(ascii: "]") {
        position += 1
        return elements
      }
      try take(",", "\",\" or \"]\"")
    }
  }

  /// Reads a task's number.
  mutating func task() throws -> Int {
    guard let first = next(), isDigit(first) else { throw failure("a task's number") }
    let start = position
    var task = 0
    // As in JSON and Python, a zero does not lead other digits.
    while let digit = next(skippingSpace: false), isDigit(digit), task > 0 || position == start {
      task = task * 10 + Int(digit - UInt8(ascii: "0"))
      position += 1
      guard task < TaskSet.capacity else {
        position = start
        throw LayoutError(
          place: place, expectation: "a task below \(TaskSet.capacity)", finding: "a larger number")
      }
    }
    _ = next()
    return task
  }

  /// Checks that nothing follows.
  mutating func end() throws {
    guard next() == nil else { throw failure("the end of the text") }
  }

  private mutating func take(_ sign: Unicode.Scalar, _ expectation: String) throws {
    guard next() == UInt8(ascii: sign) else { throw failure(expectation) }
    position += 1
    _ = next()
  }

  /// The byte at the position, after white space; nil at the end.
  private mutating func next(skippingSpace: Bool = true) -> UInt8? {
    while skippingSpace, position < characters.count,
      [0x20, 0x09, 0x0A, 0x0D].contains(characters[position])
    {
      position += 1
    }
    return position < characters.count ? characters[position] : nil
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private func failure(_ expectation: String) -> LayoutError {
    let finding =
      position < characters.count
      ? "\"\(String(decoding: characters[position...], as: UTF8.self).prefix(1))\""
      : "the end of the text"
    return LayoutError(place: place, expectation: expectation, finding: finding)
  }
}
