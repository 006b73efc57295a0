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
      try Self.requireOwnElements(id, operation)
      try SizeLimit.validate(
        byteCount: SizeLimit.byteCount(count, of: H5Tget_size(type.id), operation),
        of: id, operation)
      return try unsafe StoredStrings.read(
        count, type: type.id, of: id, operation
      ) { memoryType, destination in
        try Self.transfer(
          slab, of: id, count: count, memoryType: memoryType, operation, "H5Dread",
          otherwise: .damaged
        ) { type, memory, file in
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

extension HDF5Dataset {
  /// Writes strings to the whole dataset, or to a box of it, in row-major order.
  ///
  /// - Throws: `HDF5Error` when the elements are not strings, a string has a NUL or is longer than
  ///   the elements are, or there are not as many strings as the box has elements.
  public func writeStrings(_ strings: [String], to slab: Hyperslab? = nil) throws {
    try handle.performWriting("writing the strings") { id, operation in
      try write(strings, to: slab, id, operation)
    }
  }

  /// Extends the dataset along its first dimension and writes the new strings.
  /// - Throws: as `writeStrings(_:to:)`, and when the dataset cannot grow.
  public func appendStrings(_ strings: [String]) throws {
    try handle.performWriting("appending to the dataset") { id, operation in
      try Self.extend(id, by: strings.count, operation) { slab in
        try write(strings, to: slab, id, operation)
      }
    }
  }

  /// Strings of variable length in a virtual dataset lie in heaps of other files.
  private static func requireOwnElements(_ id: hid_t, _ operation: Operation) throws {
    let properties = try operation.own(
      "H5Dget_create_plist", H5Dget_create_plist(id), otherwise: .damaged)
    if H5Pget_layout(properties.id) == H5D_VIRTUAL {
      throw operation.error(
        .unsupported, expected: "strings in a dataset that is not virtual", found: "a virtual one")
    }
  }

  private func write(
    _ strings: [String], to slab: Hyperslab?, _ id: hid_t, _ operation: Operation
  ) throws {
    try unsafe StoredStrings.withBytes(of: strings, as: elementType, operation) { type, bytes in
      try unsafe Self.write(
        bytes, count: strings.count, to: slab, of: id, memoryType: type, operation)
    }
  }
}
