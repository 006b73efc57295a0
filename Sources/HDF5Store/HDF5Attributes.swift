internal import CHDF5

/// The attributes of a group or a dataset: small named values.
public struct HDF5Attributes: Sendable {
  let owner: ObjectHandle

  init(_ owner: ObjectHandle) { self.owner = owner }

  /// The names, in the order of their bytes.
  public func names() throws -> [String] {
    try owner.perform("listing the attributes") { id, operation in
      var names: [String?] = []
      let status = unsafe withUnsafeMutablePointer(to: &names) { pointer in
        unsafe H5Aiterate2(
          id, H5_INDEX_NAME, H5_ITER_INC, nil,
          { _, name, _, context in
            guard let name = unsafe name,
              let names = unsafe context?.assumingMemoryBound(to: [String?].self)
            else { return -1 }
            unsafe names.pointee.append(ObjectName.decode(name))
            return 0
          }, pointer)
      }
      try operation.check("H5Aiterate2", status, otherwise: .damaged)
      return try names.map { name in
        guard let name else {
          throw operation.error(
            .invalidText, expected: "names in UTF-8", found: "a name that is not")
        }
        return name
      }
    }
  }

  /// Whether there is an attribute of that name.
  public func contains(_ name: String) throws -> Bool {
    try owner.perform("looking for the attribute", attribute: name) { id, operation in
      try ObjectName.validate(name, operation)
      return try Self.exists(name, of: id, operation)
    }
  }

  /// What the elements of an attribute are.
  public func elementType(of name: String) throws -> ElementType {
    try open(name, "reading the type of the attribute") { attribute, operation in
      try Self.elementType(of: attribute, operation)
    }
  }

  /// The extents of an attribute, empty for a scalar.
  public func shape(of name: String) throws -> [Int] {
    try open(name, "reading the shape of the attribute") { attribute, operation in
      try Self.shape(of: attribute, operation)
    }
  }

  /// Reads a single number of exactly that type.
  /// - Throws: `HDF5Error` when the attribute is missing, of another type, or not a single value.
  public func read<Element: HDF5Element>(
    _ name: String, as type: Element.Type = Element.self
  ) throws -> Element {
    try single(readArray(name, as: type), name)
  }

  /// Reads all numbers of an attribute, in row-major order.
  /// - Throws: `HDF5Error` when the attribute is missing, of another type, or too large.
  public func readArray<Element: HDF5Element>(
    _ name: String, as type: Element.Type = Element.self
  ) throws -> [Element] {
    try readNumbers(name, converting: false)
  }

  /// Reads a single number of any numeric type, converted as datasets are.
  /// - Throws: `HDF5Error` when the attribute is missing, not numeric, or not a single value.
  public func readConverting<Element: HDF5Element>(
    _ name: String, as type: Element.Type = Element.self
  ) throws -> Element {
    try single(readNumbers(name, converting: true), name)
  }

  /// Reads a single string.
  /// - Throws: `HDF5Error` when the attribute is missing, not a single string, or not UTF-8.
  public func readString(_ name: String) throws -> String { try single(readStrings(name), name) }

  /// Reads all strings of an attribute.
  /// - Throws: `HDF5Error` when the attribute is missing, not of strings, not UTF-8, or too large.
  public func readStrings(_ name: String) throws -> [String] {
    try open(name, "reading the attribute") { attribute, operation in
      let shape = try Self.shape(of: attribute, operation)
      let count = try Dataspace.elementCount(of: shape, operation)
      let type = try operation.own("H5Aget_type", H5Aget_type(attribute), otherwise: .damaged)
      try SizeLimit.validate(
        attributeByteCount: SizeLimit.byteCount(count, of: H5Tget_size(type.id), operation),
        operation)
      return try unsafe StoredStrings.read(
        count, type: type.id, of: attribute, operation
      ) { memoryType, destination in
        try unsafe operation.check(
          "H5Aread", H5Aread(attribute, memoryType, destination), otherwise: .damaged)
      }
    }
  }
}

extension HDF5Attributes {
  private func readNumbers<Element: HDF5Element>(
    _ name: String, converting: Bool
  ) throws -> [Element] {
    try open(name, "reading the attribute") { attribute, operation in
      let elementType = try Self.elementType(of: attribute, operation)
      try elementType.require(Element.elementType, converting: converting, operation)
      let shape = try Self.shape(of: attribute, operation)
      let count = try Dataspace.elementCount(of: shape, operation)
      try SizeLimit.validate(
        attributeByteCount: SizeLimit.byteCount(
          count, of: MemoryLayout<Element>.stride, operation), operation)
      var values = [Element](repeating: Element(), count: count)
      guard count > 0 else { return values }
      let type = try Element.memoryType(operation)
      _ = try unsafe values.withUnsafeMutableBytes { bytes in
        try unsafe operation.check(
          "H5Aread", H5Aread(attribute, type, bytes.baseAddress), otherwise: .damaged)
      }
      return values
    }
  }

  /// Opens an attribute for `body`.
  private func open<Result>(
    _ name: String, _ action: String, _ body: (hid_t, Operation) throws -> Result
  ) throws -> Result {
    try owner.perform(action, attribute: name) { id, operation in
      try ObjectName.validate(name, operation)
      guard try Self.exists(name, of: id, operation) else {
        throw operation.error(
          .objectNotFound, expected: "an attribute of that name", found: "none")
      }
      let attribute = try unsafe operation.own(
        "H5Aopen", H5Aopen(id, name, equipoise_h5p_default()), otherwise: .damaged)
      return try body(attribute.id, operation)
    }
  }

  private func single<Value>(_ values: [Value], _ name: String) throws -> Value {
    guard let value = values.first, values.count == 1 else {
      throw owner.file.operation("reading the attribute", "\(owner.name)@\(name)").error(
        .shapeMismatch, expected: "a single value", found: "\(values.count)")
    }
    return value
  }

  static func exists(_ name: String, of object: hid_t, _ operation: Operation) throws -> Bool {
    try unsafe operation.check("H5Aexists", H5Aexists(object, name), otherwise: .damaged) > 0
  }

  private static func elementType(of attribute: hid_t, _ operation: Operation) throws -> ElementType
  {
    let type = try operation.own("H5Aget_type", H5Aget_type(attribute), otherwise: .damaged)
    return try ElementType(of: type.id, operation)
  }

  private static func shape(of attribute: hid_t, _ operation: Operation) throws -> [Int] {
    let space = try operation.own("H5Aget_space", H5Aget_space(attribute), otherwise: .damaged)
    return try Dataspace.shape(of: space.id, operation)
  }
}
