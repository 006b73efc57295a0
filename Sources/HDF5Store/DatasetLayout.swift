/// How the elements of a dataset are stored.
public struct DatasetLayout: Hashable, Sendable {
  /// The extents of a chunk, the unit that is compressed, checked, and read; nil for one piece.
  public var chunkShape: [Int]?
  /// Whether the bytes of a chunk are ordered by significance first, which helps compression.
  public var shuffles: Bool
  /// Level of compression, 0...9; nil for none.
  public var deflateLevel: Int?
  /// Whether every chunk has a Fletcher-32 checksum, verified on every read.
  public var hasChecksum: Bool
  /// Whether the first dimension can grow.
  public var isExtendable: Bool
  /// Whether the elements are in other datasets, often in other files.
  public internal(set) var isVirtual = false

  /// One piece, as it is in memory.
  public static let contiguous = DatasetLayout(
    chunkShape: nil, shuffles: false, deflateLevel: nil, hasChecksum: false, isExtendable: false)

  /// Chunks with a checksum, as this project stores whatever is large.
  public static func chunked(
    _ chunkShape: [Int], shuffles: Bool = false, deflateLevel: Int? = nil,
    hasChecksum: Bool = true, isExtendable: Bool = false
  ) -> DatasetLayout {
    DatasetLayout(
      chunkShape: chunkShape, shuffles: shuffles, deflateLevel: deflateLevel,
      hasChecksum: hasChecksum, isExtendable: isExtendable)
  }

  init(
    chunkShape: [Int]?, shuffles: Bool, deflateLevel: Int?, hasChecksum: Bool, isExtendable: Bool
  ) {
    self.chunkShape = chunkShape
    self.shuffles = shuffles
    self.deflateLevel = deflateLevel
    self.hasChecksum = hasChecksum
    self.isExtendable = isExtendable
  }
}
