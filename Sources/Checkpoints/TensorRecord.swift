/// A tensor in a checkpoint: its name, its type and shape, and where its numbers are.
public struct TensorRecord: Hashable, Sendable {
  /// The name of the parameter, as PyTorch's modules have it.
  public let name: String
  /// The type of the stored numbers.
  public let scalarType: ScalarType
  /// Extents, slowest first; empty for a scalar.
  public let shape: [Int]
  /// Elements from one index to the next, per extent.
  public let strides: [Int]
  /// Number of elements; never more than fit into the bytes that back the tensor.
  public let elementCount: Int
  /// The bytes of the file from the first element through the last.
  public let byteRange: Range<Int>
  /// The zip entry that holds the bytes, if the file is an archive.
  let entry: Int?

  /// Whether the elements lie in row-major order without gaps.
  public var isContiguous: Bool {
    TensorGeometry.isContiguous(shape: shape, strides: strides)
  }

  /// The same tensor under another name.
  func named(_ name: String) -> TensorRecord {
    TensorRecord(
      name: name, scalarType: scalarType, shape: shape, strides: strides,
      elementCount: elementCount, byteRange: byteRange, entry: entry)
  }
}
