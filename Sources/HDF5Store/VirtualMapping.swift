/// A box of a virtual dataset, and where its elements are.
public struct VirtualMapping: Hashable, Sendable {
  /// The box in the virtual dataset.
  public var slab: Hyperslab
  /// The file that has the elements, relative to the directory of the virtual dataset's file.
  public var sourceFile: String
  /// The name of the dataset in that file.
  public var sourceDataset: String
  /// The shape of that dataset.
  public var sourceShape: [Int]
  /// The box in that dataset; it has as many elements as `slab`.
  public var sourceSlab: Hyperslab

  /// Creates a mapping; without `sourceSlab` the whole source is meant.
  public init(
    _ slab: Hyperslab, sourceFile: String, sourceDataset: String, sourceShape: [Int],
    sourceSlab: Hyperslab? = nil
  ) {
    self.slab = slab
    self.sourceFile = sourceFile
    self.sourceDataset = sourceDataset
    self.sourceShape = sourceShape
    self.sourceSlab =
      sourceSlab ?? Hyperslab(start: sourceShape.map { _ in 0 }, count: sourceShape)
  }
}
