internal import CHDF5

extension HDF5Dataset {
  /// Reads the strings of the dataset, or of a box of it, in row-major order.
  ///
  /// Both kinds of strings are read; the padding of fixed ones is removed.
  /// - Throws: `HDF5Error` when the elements are not strings, not UTF-8, or claim more bytes than
  ///   the file can hold.
  public func readStrings(_ slab: Hyperslab? = nil) throws -> [String] {
    try handle.perform("reading the strings") { id, operation in
      let count = try Self.elementCount(slab, of: id, operation)
      let type = try operation.own("H5Dget_type", H5Dget_type(id), otherwise: .damaged)
      try SizeLimit.validate(
        byteCount: SizeLimit.byteCount(count, of: H5Tget_size(type.id), operation),
        of: id, operation)
      let space = try Dataspace.make([count], operation)
      return try unsafe StoredStrings.read(
        count, type: type.id, space: space.id, operation
      ) { memoryType, destination in
        try Self.transfer(slab, of: id, count: count, memoryType: memoryType, operation) {
          type, memory, file in
          unsafe H5Dread(id, type, memory, file, equipoise_h5p_default(), destination)
        }
      }
    }
  }

  /// Reads the only string of the dataset.
  /// - Throws: as `readStrings(_:)`, and when there is not exactly one.
  public func readString() throws -> String {
    let strings = try readStrings()
    guard let string = strings.first, strings.count == 1 else {
      throw handle.file.operation("reading the string", name).error(
        .shapeMismatch, expected: "one string", found: "\(strings.count)")
    }
    return string
  }
}
