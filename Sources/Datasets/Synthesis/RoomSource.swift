internal import Rooms
public import Tasks

/// Synthetic rooms as the samples of a data set; the embedded default for want of a benchmark.
///
/// A sample is a function of style, seed, extents, split and position alone, so that a data set of
/// more rooms begins with those of a smaller one, and neither threads nor ranks matter.
public struct RoomSource: SampleSource {
  /// How many rooms the splits have; a split without rooms is left out.
  public struct Counts: Hashable, Sendable {
    /// Rooms of the split `test`.
    public var test: Int
    /// Rooms of the split `train`; none of them is among those for testing.
    public var train: Int

    /// Creates counts.
    public init(test: Int, train: Int = 0) {
      self.test = test
      self.train = train
    }
  }

  /// Rooms are read from nowhere.
  public var location: String? { nil }
  /// What the data set file will say about itself.
  public let description: DatasetDescription
  /// The splits with their images in order.
  public let splits: [SplitPlan]
  private let style: RoomStyle
  private let seed: UInt64
  private let size: RoomImageSize
  /// For every split the index of its first room.
  private let firstIndices: [UInt64]

  /// Extents that an image may have, in pixels.
  public static var extents: ClosedRange<Int> { RoomImageSize.extents }

  /// Creates a source of rooms.
  /// - Parameters:
  ///   - style: the benchmark whose encodings and value ranges the labels have.
  ///   - seed: tells collections of rooms apart.
  /// - Throws: `RoomError` when an extent is outside ``extents``.
  /// - Precondition: no count is negative, and at least one is positive.
  public init(
    style dialect: LabelDialect, seed: UInt64, counts: Counts, height: Int, width: Int
  ) throws {
    precondition(
      counts.test >= 0 && counts.train >= 0 && counts.test + counts.train > 0,
      "\(counts.test) and \(counts.train) rooms")
    let size = try RoomImageSize(height: height, width: width)
    let parts = [
      (name: "train", count: counts.train, first: Self.firstTrainingIndex),
      (name: "test", count: counts.test, first: 0),
    ].filter { $0.count > 0 }
    self.seed = seed
    self.size = size
    style = dialect == .nyuv2 ? .nyuv2 : .taskonomy
    firstIndices = parts.map(\.first)
    splits = parts.map { part in
      SplitPlan(
        name: part.name,
        images: (0..<part.count).map { Self.imageName($0, of: part.name, dialect) },
        height: height, width: width)
    }
    description = DatasetDescription(
      dialect: dialect, tasks: dialect.tasks, source: "synthetic rooms",
      creation: "synthesize, style \(dialect.rawValue), seed \(seed), \(height)x\(width), "
        + parts.map { "\($0.name) \($0.count)" }.joined(separator: ", "))
  }

  /// Rooms for training come from another part of the indices, so that more rooms of one split
  /// change nothing of the other.
  private static let firstTrainingIndex: UInt64 = 1 << 32

  /// Names as the imitated benchmark's importers make them of the files' names.
  private static func imageName(_ position: Int, of split: String, _ dialect: LabelDialect)
    -> String
  {
    switch dialect {
    case .nyuv2:
      let digits = String(position)
      return "\(split)-" + String(repeating: "0", count: max(6 - digits.count, 0)) + digits
    case .taskonomy: return "rooms-\(split)-point_\(position)-view_0"
    }
  }

  /// Renders a sample.
  public func sample(_ position: Int, of split: Int) throws -> StoredSample {
    let room = Room.render(
      seed: seed, index: firstIndices[split] + UInt64(position), size: size, style: style)
    let depth: StoredLabelValues =
      switch room.depth {
      case .metres(let values): .floats(values)
      case .fixedPoint(let values): .words(values)
      }
    var labels: [DenseTask: StoredLabelValues] = [
      .segmentation: .bytes(room.segmentation), .normals: .bytes(room.normals), .depth: depth,
    ]
    if description.dialect == .taskonomy {
      labels[.keypoints] = .words(room.keypoints)
      labels[.edges] = .words(room.edges)
    }
    return StoredSample(
      name: splits[split].images[position],
      image: Raster(height: size.height, width: size.width, channels: 3, values: room.image),
      labels: labels)
  }
}
