internal import COneDNN

/// Extents of a batch of matrix products: (rows x inner) times (inner x columns), dense.
public struct MatrixProductShape: Hashable, Sendable, CustomStringConvertible {
  /// Number of independent products.
  public var batch: Int
  /// Rows of the left matrix and of the result.
  public var rows: Int
  /// Columns of the left and rows of the right matrix.
  public var inner: Int
  /// Columns of the right matrix and of the result.
  public var columns: Int
  /// Whether the right matrix is stored by columns.
  public var isRightTransposed: Bool

  /// Creates a shape.
  public init(batch: Int, rows: Int, inner: Int, columns: Int, isRightTransposed: Bool = false) {
    self.batch = batch
    self.rows = rows
    self.inner = inner
    self.columns = columns
    self.isRightTransposed = isRightTransposed
  }

  /// Such as `36 x (144x512 by 512x1024)`.
  public var description: String {
    "\(batch) x (\(rows)x\(inner) by \(inner)x\(columns)\(isRightTransposed ? " transposed" : ""))"
  }

  /// The right matrices as they lie in memory.
  /// - Throws: ``DNNError`` for extents oneDNN cannot hold.
  public func right(_ type: NumberType = .float32) throws(DNNError) -> MemoryDescriptor {
    try .make(
      [batch, inner, columns], type,
      strides: [inner * columns, isRightTransposed ? 1 : columns, isRightTransposed ? inner : 1])
  }
}

extension Primitive {
  /// A batch of matrix products: source times weights, both of `type`, summed up and written in
  /// single precision.
  /// - Throws: ``DNNError``.
  public static func matrixProduct(
    _ shape: MatrixProductShape, type: NumberType = .float32, engine: Engine
  ) throws(DNNError) -> Primitive {
    let name = "matrix product \(shape)"
    let source = try MemoryDescriptor.dense([shape.batch, shape.rows, shape.inner], type)
    let weights = try shape.right(type)
    let destination = try MemoryDescriptor.dense([shape.batch, shape.rows, shape.columns])
    let attributes = try Attributes()
    var descriptor: dnnl_primitive_desc_t?
    unsafe try check(
      equipoise_dnnl_matrix_product(
        &descriptor, engine.handle, source.handle, weights.handle, destination.handle,
        attributes.handle),
      "dnnl_matmul_primitive_desc_create", "planning the \(name)")
    guard let descriptor = unsafe descriptor else { throw DNNError.missing(name) }
    return unsafe try Primitive(descriptor: descriptor, name: name)
  }
}
