internal import CHDF5

extension HDF5Dataset {
  /// Reads the whole dataset, or a box of it, in row-major order.
  ///
  /// - Throws: `HDF5Error` when the elements are of another type, the box is not inside, a chunk
  ///   fails its checksum, or more elements are claimed than the file can hold.
  /// - Complexity: O(elements) and the chunks they lie in; allocates the result.
  public func read<Element: HDF5Element>(
    _ slab: Hyperslab? = nil, as type: Element.Type = Element.self
  ) throws -> [Element] {
    try readArray(slab, converting: false)
  }

  /// Reads the whole dataset, or a box of it, into memory of the caller, in row-major order.
  ///
  /// - Throws: as `read(_:as:)`, and when `destination` has not as many elements as the box.
  public func read<Element: HDF5Element>(
    _ slab: Hyperslab? = nil, into destination: inout MutableSpan<Element>
  ) throws {
    try readSpan(slab, into: &destination, converting: false)
  }

  /// Reads elements of any numeric type as `Element`.
  ///
  /// Integers beyond the range become its nearest end, fractions are cut off, and what a float
  /// cannot hold is rounded: the library's rules.
  /// - Throws: as `read(_:as:)`, but for the type only when it is not numeric.
  public func readConverting<Element: HDF5Element>(
    _ slab: Hyperslab? = nil, as type: Element.Type = Element.self
  ) throws -> [Element] {
    try readArray(slab, converting: true)
  }

  /// Reads elements of any numeric type as `Element` into memory of the caller.
  ///
  /// - Throws: as `readConverting(_:as:)`, and when `destination` has not as many elements as the
  ///   box.
  public func readConverting<Element: HDF5Element>(
    _ slab: Hyperslab? = nil, into destination: inout MutableSpan<Element>
  ) throws {
    try readSpan(slab, into: &destination, converting: true)
  }
}

extension HDF5Dataset {
  private func readArray<Element: HDF5Element>(
    _ slab: Hyperslab?, converting: Bool
  ) throws -> [Element] {
    try handle.perform("reading the dataset") { id, operation in
      try elementType.require(Element.elementType, converting: converting, operation)
      let count = try Self.elementCount(slab, of: id, operation)
      try SizeLimit.validate(
        byteCount: SizeLimit.byteCount(count, of: MemoryLayout<Element>.stride, operation),
        of: id, operation)
      return try unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
        try Self.transfer(
          slab, of: id, count: count, memoryType: Element.memoryType(operation), operation,
          "H5Dread", otherwise: .damaged
        ) { type, memory, file in
          unsafe H5Dread(id, type, memory, file, equipoise_h5p_default(), buffer.baseAddress)
        }
        initialized = count
      }
    }
  }

  private func readSpan<Element: HDF5Element>(
    _ slab: Hyperslab?, into destination: inout MutableSpan<Element>, converting: Bool
  ) throws {
    let available = destination.count
    try unsafe destination.withUnsafeMutableBytes { bytes in
      try handle.perform("reading the dataset") { id, operation in
        try elementType.require(Element.elementType, converting: converting, operation)
        let count = try Self.elementCount(slab, of: id, operation)
        try Self.require(available, elements: count, operation)
        try SizeLimit.validate(byteCount: 0, of: id, operation)
        try Self.transfer(
          slab, of: id, count: count, memoryType: Element.memoryType(operation), operation,
          "H5Dread", otherwise: .damaged
        ) { type, memory, file in
          unsafe H5Dread(id, type, memory, file, equipoise_h5p_default(), bytes.baseAddress)
        }
      }
    }
  }
}

extension HDF5Dataset {
  /// The number of elements of a box that was checked to be inside, or of the whole dataset.
  static func elementCount(
    _ slab: Hyperslab?, of dataset: hid_t, _ operation: Operation
  ) throws -> Int {
    let shape = try Self.shape(of: dataset, operation)
    guard let slab else { return try Dataspace.elementCount(of: shape, operation) }
    try slab.validate(inside: shape, operation)
    return try Dataspace.elementCount(of: slab.count, operation)
  }

  /// Throws unless the caller's memory has as many elements as the box.
  static func require(_ available: Int, elements count: Int, _ operation: Operation) throws {
    guard available == count else {
      throw operation.error(
        .shapeMismatch, expected: "memory for \(count) elements", found: "\(available)")
    }
  }

  /// Prepares both dataspaces of a read or a write and carries it out; nothing to do for no
  /// elements.
  static func transfer(
    _ slab: Hyperslab?, of dataset: hid_t, count: Int, memoryType: hid_t, _ operation: Operation,
    _ function: String, otherwise kind: HDF5Error.Kind,
    _ body: (_ type: hid_t, _ memory: hid_t, _ file: hid_t) -> herr_t
  ) throws {
    guard count > 0 else { return }
    // A scalar has only one box, and the library does not select it.
    guard let slab, !slab.count.isEmpty else {
      let all = equipoise_h5s_all()
      try operation.check(function, body(memoryType, all, all), otherwise: kind)
      return
    }
    let file = try operation.own("H5Dget_space", H5Dget_space(dataset), otherwise: .damaged)
    try Dataspace.select(slab, in: file.id, operation)
    // Of the box's shape: the library then copies whole runs, where a flat one of as many elements
    // is walked element by element.
    let memory = try Dataspace.make(slab.count, operation)
    try operation.check(function, body(memoryType, memory.id, file.id), otherwise: kind)
  }
}

extension HDF5Element {
  /// The library's identifier of the type in memory.
  static func memoryType(_ operation: Operation) throws -> hid_t {
    guard let identifiers = elementType.identifiers else {
      throw operation.error(
        .typeMismatch, expected: "one of the ten element types", found: "\(Self.self)")
    }
    return identifiers.memory
  }
}

extension ElementType {
  /// Throws unless elements of this type can be read as `type`.
  func require(_ type: ElementType, converting: Bool, _ operation: Operation) throws {
    if case .unsupported(let description) = self {
      throw operation.error(
        .unsupported, expected: converting ? "numbers" : "elements of type \(type)",
        found: description)
    }
    guard self == type || (converting && isNumeric) else {
      throw operation.error(
        .typeMismatch, expected: converting ? "numbers" : "elements of type \(type)",
        found: "\(self)")
    }
  }
}
