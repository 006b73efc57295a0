/// A position inside a part of a checkpoint's bytes; every read checks the part's end first.
struct ByteCursor {
  let source: CheckpointBytes
  /// The part, for messages, such as `header`.
  let part: String
  /// Where the part begins; places in messages count from here.
  let start: Int
  /// One past the last byte of the part.
  let end: Int
  /// The next byte.
  private(set) var position: Int

  /// Creates a cursor at the beginning of a part.
  /// - Precondition: the range is inside the source.
  init(_ source: CheckpointBytes, range: Range<Int>, part: String) {
    precondition(range.lowerBound >= 0 && range.upperBound <= source.count, "\(range)")
    self.source = source
    self.part = part
    start = range.lowerBound
    end = range.upperBound
    position = range.lowerBound
  }

  /// Bytes that are left.
  var remaining: Int { end - position }

  /// The context of an error at the next byte, or at the byte given.
  func context(at offset: Int? = nil, tensor: String? = nil) -> FaultContext {
    FaultContext(
      file: source.file, place: "\(part), byte \((offset ?? position) - start)", tensor: tensor)
  }

  /// The next byte, not taken; nil at the end.
  var peek: UInt8? { position < end ? source.load(UInt8.self, at: position) : nil }

  /// Passes over the next byte, if there is one.
  mutating func skip() { position = Swift.min(position + 1, end) }

  /// Takes a little-endian number.
  mutating func take<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type, _ what: @autoclosure () -> String
  ) throws(CheckpointError) -> Number {
    let size = MemoryLayout<Number>.size
    guard remaining >= size else { throw truncated(size, what()) }
    defer { position += size }
    return source.load(type, at: position)
  }

  /// Takes `count` bytes and returns where they are.
  mutating func take(
    _ count: Int, _ what: @autoclosure () -> String
  ) throws(CheckpointError) -> Range<Int> {
    guard count >= 0, remaining >= count else { throw truncated(count, what()) }
    defer { position += count }
    return position..<position + count
  }

  /// Takes `count` bytes of UTF-8.
  mutating func takeText(
    _ count: Int, _ what: @autoclosure () -> String
  ) throws(CheckpointError) -> String {
    let range = try take(count, what())
    guard let text = String(validating: source.copy(range), as: UTF8.self) else {
      throw context(at: range.lowerBound)
        .fault(.malformed, expected: "\(what()) in UTF-8", found: "other bytes")
    }
    return text
  }

  /// Takes bytes up to a line feed, which is taken too, as UTF-8.
  mutating func takeLine(_ what: @autoclosure () -> String) throws(CheckpointError) -> String {
    var stop = position
    while stop < end, source.load(UInt8.self, at: stop) != 0x0A { stop += 1 }
    guard stop < end else { throw truncated(remaining + 1, what()) }
    let text = try takeText(stop - position, what())
    position += 1
    return text
  }

  private func truncated(_ count: Int, _ what: String) -> CheckpointError {
    context().fault(
      .truncated, expected: "\(what) of \(count) bytes", found: "\(remaining) bytes left")
  }
}
