public import ByteStorage

/// What there is to see of an image under an attack: the image, the perturbation, and for every
/// task the truth and what the model predicts.
public struct GalleryEntry: Hashable, Sendable {
  /// Values on a grid of pixels, row by row, channels adjacent.
  public struct Map: Hashable, Sendable {
    /// Rows.
    public let height: Int
    /// Columns.
    public let width: Int
    /// Values of a pixel.
    public let channels: Int
    /// All values; those that mean nothing are NaN.
    public let values: [Float]

    /// Joins values with their extents.
    /// - Precondition: there are height x width x channels of them.
    public init(height: Int, width: Int, channels: Int, values: [Float]) {
      precondition(
        values.count == height * width * channels,
        "\(values.count) values for \(height)x\(width)x\(channels)")
      self.height = height
      self.width = width
      self.channels = channels
      self.values = values
    }
  }

  /// One task. Classes are one channel of whole numbers; other values are in the encoding of the
  /// model's convention.
  public struct Task: Hashable, Sendable {
    /// The label, NaN where it is not valid.
    public let truth: Map
    /// The prediction for the clean image.
    public let clean: Map
    /// The prediction for the adversarial image.
    public let attacked: Map

    /// Joins three maps; both predictions have the same extents.
    public init(truth: Map, clean: Map, attacked: Map) {
      self.truth = truth
      self.clean = clean
      self.attacked = attacked
    }
  }

  /// The image's number.
  public let image: Int
  /// The clean image: red, green and blue, 0...255.
  public let input: Map
  /// What the attack added to it.
  public let perturbation: Map
  /// The tasks, in canonical order.
  public let tasks: [Task]

  /// Creates an entry.
  public init(image: Int, input: Map, perturbation: Map, tasks: [Task]) {
    self.image = image
    self.input = input
    self.perturbation = perturbation
    self.tasks = tasks
  }

  /// The entry as bytes.
  public var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.append(compact: UInt64(image))
    writer.append(input)
    writer.append(perturbation)
    writer.append(compact: UInt64(tasks.count))
    for task in tasks {
      for map in [task.truth, task.clean, task.attacked] { writer.append(map) }
    }
    return writer.bytes
  }

  /// Reads bytes.
  /// - Throws: `ByteError` when they are none of an entry.
  public init(_ bytes: [UInt8]) throws(ByteError) {
    var reader = ByteReader(bytes)
    image = Int(truncatingIfNeeded: try reader.readCompact())
    input = try reader.readMap()
    perturbation = try reader.readMap()
    var tasks: [Task] = []
    for _ in 0..<(try reader.readCount(stride: 12)) {
      tasks.append(
        Task(
          truth: try reader.readMap(), clean: try reader.readMap(),
          attacked: try reader.readMap()))
    }
    self.tasks = tasks
    try reader.finish()
  }
}

extension ByteWriter {
  fileprivate mutating func append(_ map: GalleryEntry.Map) {
    for extent in [map.height, map.width, map.channels] { append(compact: UInt64(extent)) }
    for value in map.values { append(value) }
  }
}

extension ByteReader {
  fileprivate mutating func readMap() throws(ByteError) -> GalleryEntry.Map {
    let start = position
    let extents = [try readCompact(), try readCompact(), try readCompact()]
    var count: UInt64 = 1
    for extent in extents {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: extent)
      guard !isTooLarge, product <= UInt64(remainingCount / 4) else {
        throw ByteError(
          position: start, expected: "a map for which \(remainingCount) bytes are enough",
          found: "extents \(extents)")
      }
      count = product
    }
    var values: [Float] = []
    values.reserveCapacity(Int(count))
    for _ in 0..<count { values.append(try readFloat()) }
    return GalleryEntry.Map(
      height: Int(extents[0]), width: Int(extents[1]), channels: Int(extents[2]), values: values)
  }
}
