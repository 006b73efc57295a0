internal import CHDF5

extension HDF5Attributes {
  /// Sets an attribute to a single number, whatever it was before.
  /// - Throws: `HDF5Error` when the file is open for reading only.
  public func set<Element: HDF5Element>(_ name: String, to value: Element) throws {
    try setNumbers(name, to: [value], shape: [])
  }

  /// Sets an attribute to a list of numbers, whatever it was before.
  /// - Throws: `HDF5Error` when the file is open for reading only, or the values are too many.
  public func set<Element: HDF5Element>(_ name: String, to values: [Element]) throws {
    try setNumbers(name, to: values, shape: [values.count])
  }

  /// Sets an attribute to a single string, which is stored with a checksum.
  /// - Throws: `HDF5Error` when the file is open for reading only, or the string has a NUL.
  public func set(_ name: String, to string: String) throws {
    try setStrings(name, to: [string], shape: [], .fixedString(fitting: [string]))
  }

  /// Sets an attribute to a list of strings, which are stored with a checksum.
  /// - Throws: `HDF5Error` when the file is open for reading only, or a string has a NUL.
  public func set(_ name: String, to strings: [String]) throws {
    try setStrings(name, to: strings, shape: [strings.count], .fixedString(fitting: strings))
  }

  /// Sets an attribute to a single string of variable length, which h5py gives as `str` where the
  /// others are `bytes`; the format has no checksum for it.
  /// - Throws: `HDF5Error` when the file is open for reading only, or the string has a NUL.
  public func setVariable(_ name: String, to string: String) throws {
    try setStrings(name, to: [string], shape: [], .variableString)
  }

  /// Sets an attribute to a list of strings of variable length, as the form for a single one does.
  /// - Throws: `HDF5Error` when the file is open for reading only, or a string has a NUL.
  public func setVariable(_ name: String, to strings: [String]) throws {
    try setStrings(name, to: strings, shape: [strings.count], .variableString)
  }
}

extension HDF5Attributes {
  private func setNumbers<Element: HDF5Element>(
    _ name: String, to values: [Element], shape: [Int]
  ) throws {
    try owner.performWriting("writing the attribute", attribute: name) { id, operation in
      let memoryType = try Element.memoryType(operation)
      try unsafe values.withUnsafeBytes { bytes in
        try unsafe replace(
          name, of: id, Element.elementType, shape: shape, memoryType: memoryType, bytes,
          operation)
      }
    }
  }

  private func setStrings(
    _ name: String, to strings: [String], shape: [Int], _ elementType: ElementType
  ) throws {
    try owner.performWriting("writing the attribute", attribute: name) { id, operation in
      try unsafe StoredStrings.withBytes(of: strings, as: elementType, operation) { type, bytes in
        try unsafe replace(
          name, of: id, elementType, shape: shape, memoryType: type, bytes, operation)
      }
    }
  }

  private func replace(
    _ name: String, of object: hid_t, _ elementType: ElementType, shape: [Int], memoryType: hid_t,
    _ bytes: UnsafeRawBufferPointer, _ operation: Operation
  ) throws {
    try ObjectName.validate(name, operation)
    let fileType = try elementType.fileType(operation)
    try SizeLimit.validate(
      attributeByteCount: SizeLimit.byteCount(
        Dataspace.elementCount(of: shape, operation), of: H5Tget_size(fileType.id), operation),
      operation)
    let space = try Dataspace.make(shape, operation)
    let properties = try operation.own("H5Pcreate", H5Pcreate(equipoise_h5p_attribute_create()))
    try operation.check(
      "H5Pset_char_encoding", H5Pset_char_encoding(properties.id, H5T_CSET_UTF8))
    if try Self.exists(name, of: object, operation) {
      try unsafe operation.check("H5Adelete", H5Adelete(object, name))
    }
    let attribute = try unsafe operation.own(
      "H5Acreate2",
      H5Acreate2(object, name, fileType.id, space.id, properties.id, equipoise_h5p_default()))
    if unsafe !bytes.isEmpty {
      try unsafe operation.check("H5Awrite", H5Awrite(attribute.id, memoryType, bytes.baseAddress))
    }
  }
}
