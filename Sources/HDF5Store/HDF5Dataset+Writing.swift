internal import CHDF5

extension HDF5Dataset {
  /// Writes the whole dataset, or a box of it, from values in row-major order.
  ///
  /// - Throws: `HDF5Error` when the elements are of another type, the box is not inside, there are
  ///   not as many values as the box has elements, or the file is open for reading only.
  public func write<Element: HDF5Element>(
    _ values: Span<Element>, to slab: Hyperslab? = nil
  ) throws {
    try unsafe values.withUnsafeBytes { bytes in
      try handle.performWriting("writing the dataset") { id, operation in
        try elementType.require(Element.elementType, converting: false, operation)
        try unsafe Self.write(
          bytes, count: values.count, to: slab, of: id,
          memoryType: Element.memoryType(operation), operation)
      }
    }
  }

  /// Writes an array as `write(_:to:)` writes a span.
  public func write<Element: HDF5Element>(
    _ values: [Element], to slab: Hyperslab? = nil
  ) throws {
    try write(values.span, to: slab)
  }

  /// Extends the dataset along its first dimension and writes the new rows.
  ///
  /// - Throws: `HDF5Error` as `write(_:to:)` does, when the dataset cannot grow, or when the values
  ///   are not whole rows. The dataset then is as long as before.
  public func append<Element: HDF5Element>(_ values: Span<Element>) throws {
    try unsafe values.withUnsafeBytes { bytes in
      try handle.performWriting("appending to the dataset") { id, operation in
        try elementType.require(Element.elementType, converting: false, operation)
        try Self.extend(id, by: values.count, operation) { slab in
          try unsafe Self.write(
            bytes, count: values.count, to: slab, of: id,
            memoryType: Element.memoryType(operation), operation)
        }
      }
    }
  }

  /// Appends an array as `append(_:)` appends a span.
  public func append<Element: HDF5Element>(_ values: [Element]) throws {
    try append(values.span)
  }
}

extension HDF5Dataset {
  /// Writes `count` elements of the type `memoryType`.
  static func write(
    _ bytes: UnsafeRawBufferPointer, count: Int, to slab: Hyperslab?, of dataset: hid_t,
    memoryType: hid_t, _ operation: Operation
  ) throws {
    let expected = try elementCount(slab, of: dataset, operation)
    guard count == expected else {
      throw operation.error(
        .shapeMismatch, expected: "\(expected) elements", found: "\(count)")
    }
    try transfer(
      slab, of: dataset, count: count, memoryType: memoryType, operation, "H5Dwrite",
      otherwise: .libraryFailure
    ) { type, memory, file in
      unsafe H5Dwrite(dataset, type, memory, file, equipoise_h5p_default(), bytes.baseAddress)
    }
  }

  /// Makes room for `count` more elements and runs `body` with the new box.
  static func extend(
    _ dataset: hid_t, by count: Int, _ operation: Operation, _ body: (Hyperslab) throws -> Void
  ) throws {
    let shape = try Self.shape(of: dataset, operation)
    let properties = try operation.own("H5Dget_create_plist", H5Dget_create_plist(dataset))
    let space = try operation.own("H5Dget_space", H5Dget_space(dataset))
    let layout = try DatasetLayout(of: properties.id, space: space.id, operation)
    guard layout.isExtendable, layout.chunkShape != nil else {
      throw operation.error(
        .invalidArgument, expected: "a dataset that can grow", found: "the fixed shape \(shape)")
    }
    let rowCount = try Dataspace.elementCount(of: Array(shape.dropFirst()), operation)
    guard rowCount > 0, count.isMultiple(of: rowCount) else {
      throw operation.error(
        .shapeMismatch, expected: "whole rows of \(rowCount) elements", found: "\(count)")
    }
    if count == 0 { return }
    var extents = shape.map { hsize_t($0) }
    extents[0] += hsize_t(count / rowCount)
    try unsafe operation.check("H5Dset_extent", H5Dset_extent(dataset, extents))
    do {
      try body(Hyperslab(rows: shape[0]..<Int(extents[0]), of: shape))
    } catch {
      extents[0] = hsize_t(shape[0])
      unsafe _ = H5Dset_extent(dataset, extents)
      throw error
    }
  }
}
