/// An array in NumPy's `.npy` format, versions 1 to 3, of numbers that label maps are stored as.
public struct NumPyFile: Sendable {
  /// The file.
  public let path: String
  /// The extents, slowest first.
  public let shape: [Int]
  /// All values in row-major order.
  public let values: [Float]

  /// Reads a file.
  ///
  /// Half, single and double precision and integers of 1, 2 and 4 bytes in either byte order are
  /// read, in C and in Fortran order. Doubles are rounded.
  /// - Throws: ``ImageFileError`` when the file is missing, damaged or holds anything else, such
  ///   as pickled objects, which are never unpacked.
  public init(_ path: String) throws(ImageFileError) {
    let bytes = try FileBytes.read(path)
    let header = try NumPyHeader(path, bytes)
    self.path = path
    shape = header.shape
    var values: [Float] = []
    let count = header.shape.reduce(1, *)
    values.reserveCapacity(count)
    let size = header.type.byteCount
    for index in 0..<count {
      values.append(header.type.value(bytes, header.dataStart + index * size))
    }
    self.values = header.isFortranOrder ? Self.rowMajor(values, shape) : values
  }

  /// A map of one value a pixel: two extents, or three of which one is 1.
  /// - Throws: ``ImageFileError`` for other extents.
  public func map() throws(ImageFileError) -> Raster<Float> {
    let extents = shape.count == 3 && shape.contains(1) ? Self.withoutOne(shape) : shape
    guard extents.count == 2 else {
      throw ImageFileError(path, expected: "rows and columns", found: "the shape \(shape)")
    }
    return Raster(height: extents[0], width: extents[1], channels: 1, values: values)
  }

  private static func withoutOne(_ shape: [Int]) -> [Int] {
    if shape[2] == 1 { return [shape[0], shape[1]] }
    return shape[0] == 1 ? [shape[1], shape[2]] : shape
  }

  /// The values of an array whose first index runs fastest, with the last one running fastest.
  private static func rowMajor(_ values: [Float], _ shape: [Int]) -> [Float] {
    var index = [Int](repeating: 0, count: shape.count)
    var strides = [Int](repeating: 1, count: shape.count)
    for dimension in shape.indices.dropFirst() {
      strides[dimension] = strides[dimension - 1] * shape[dimension - 1]
    }
    return values.indices.map { _ in
      let value = values[zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }]
      for dimension in shape.indices.reversed() {
        index[dimension] += 1
        if index[dimension] < shape[dimension] { break }
        index[dimension] = 0
      }
      return value
    }
  }
}
