internal import ByteStorage

/// What a rank does at a time: some configurations on one batch of images, which share the clean
/// images' losses and gradients.
public struct WorkUnit: Hashable, Sendable {
  /// The unit's number in this run.
  public let number: Int
  /// The images, by number. Which images make a batch follows from the job alone.
  public let images: Range<Int>
  /// The configurations, see ``RecordKey/configuration``, in ascending order.
  public let configurations: [Int]

  /// Creates a unit.
  public init(number: Int, images: Range<Int>, configurations: [Int]) {
    self.number = number
    self.images = images
    self.configurations = configurations
  }

  /// Appends the unit to bytes.
  func write(to writer: inout ByteWriter) {
    writer.append(compact: UInt64(number))
    writer.append(compact: UInt64(images.lowerBound))
    writer.append(compact: UInt64(images.count))
    writer.append(compact: UInt64(configurations.count))
    for configuration in configurations { writer.append(compact: UInt64(configuration)) }
  }

  /// Takes a unit from bytes.
  init(from reader: inout ByteReader) throws(ByteError) {
    number = try reader.readIndex()
    let first = try reader.readIndex()
    images = first..<first + (try reader.readIndex())
    var configurations: [Int] = []
    for _ in 0..<(try reader.readCount()) { configurations.append(try reader.readIndex()) }
    self.configurations = configurations
  }
}

extension ByteReader {
  /// Takes a compact number that is small enough to be added to others of its kind.
  mutating func readIndex() throws(ByteError) -> Int {
    let start = position
    let number = try readCompact()
    guard number <= UInt64(Int32.max) else {
      throw ByteError(position: start, expected: "a number below 2^31", found: "\(number)")
    }
    return Int(number)
  }
}
