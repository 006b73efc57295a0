internal import CHDF5

extension HDF5Group {
  /// Creates a group, and the groups above it that are missing.
  /// - Throws: `HDF5Error` when there is an object of that name already.
  @discardableResult
  public func createGroup(_ name: String) throws -> HDF5Group {
    try performCreation("creating the group", name) { id, operation in
      let group = try Self.makeGroup(name, in: id, operation)
      return HDF5Group(ObjectHandle(group, name: absolute(name), in: handle.file))
    }
  }

  /// Creates a dataset of numbers, and the groups above it that are missing.
  ///
  /// - Parameters:
  ///   - shape: extents, slowest first; empty for a scalar.
  ///   - fillValue: what elements are until they are written; zero by default.
  /// - Throws: `HDF5Error` when there is an object of that name already, or when shape and layout
  ///   do not go together.
  public func createDataset<Element: HDF5Element>(
    _ name: String, of type: Element.Type = Element.self, shape: [Int],
    layout: DatasetLayout = .contiguous, fillValue: Element = Element()
  ) throws -> HDF5Dataset {
    try makeDataset(name, of: Element.elementType, shape: shape, layout) { properties, operation in
      let memoryType = try Element.memoryType(operation)
      try unsafe withUnsafePointer(to: fillValue) { pointer in
        _ = try unsafe operation.check(
          "H5Pset_fill_value", H5Pset_fill_value(properties, memoryType, pointer))
      }
    }
  }

  /// Creates a dataset of strings, empty until they are written, and the groups above it that are
  /// missing.
  ///
  /// - Parameter elementType: `.fixedString` or `.variableString`. Compression and checksums are
  ///   for strings of fixed length alone: the others do not lie in the chunks.
  /// - Throws: as `createDataset(_:of:shape:layout:fillValue:)`.
  public func createStringDataset(
    _ name: String, of elementType: ElementType, shape: [Int],
    layout: DatasetLayout = .contiguous
  ) throws -> HDF5Dataset {
    try makeDataset(name, of: elementType, shape: shape, layout) { _, operation in
      try elementType.requireStrings(operation)
      if elementType == .variableString, let filter = layout.filterInWords {
        throw operation.error(
          .invalidArgument, expected: "no filter",
          found: "\(filter) for strings of variable length")
      }
    }
  }

  /// Creates a dataset of references to objects, which lead nowhere until they are written.
  /// - Throws: as `createDataset(_:of:shape:layout:fillValue:)`.
  public func createReferenceDataset(
    _ name: String, shape: [Int], layout: DatasetLayout = .contiguous
  ) throws -> HDF5Dataset {
    try makeDataset(name, of: .objectReference, shape: shape, layout) { _, _ in }
  }
}

extension HDF5Group {
  /// Runs `body` to create an object, after checking that its name is free.
  func performCreation<Result>(
    _ action: String, _ name: String, _ body: (hid_t, Operation) throws -> Result
  ) throws -> Result {
    try perform(action, on: name) { id, operation in
      try handle.file.requireWritable(for: operation)
      guard try ObjectName.missingPart(of: name, in: id, operation) != nil else {
        throw operation.error(
          .objectExists, expected: "no object of that name", found: "one that is there already")
      }
      return try body(id, operation)
    }
  }

  private func makeDataset(
    _ name: String, of elementType: ElementType, shape: [Int], _ layout: DatasetLayout,
    prepare: (_ properties: hid_t, _ operation: Operation) throws -> Void
  ) throws -> HDF5Dataset {
    try performCreation("creating the dataset", name) { id, operation in
      let type = try elementType.fileType(operation)
      try layout.validate(shape: shape, elementByteCount: H5Tget_size(type.id), operation)
      let properties = try Self.datasetProperties(operation)
      try layout.apply(to: properties.id, operation)
      try prepare(properties.id, operation)
      let space = try Dataspace.make(shape, isExtendable: layout.isExtendable, operation)
      return try makeDataset(
        name, in: id, elementType, type: type.id, space: space.id, properties: properties.id,
        operation)
    }
  }

  /// Makes a dataset and the groups above it.
  func makeDataset(
    _ name: String, in group: hid_t, _ elementType: ElementType, type: hid_t, space: hid_t,
    properties: hid_t, _ operation: Operation
  ) throws -> HDF5Dataset {
    try Self.makeParents(of: name, in: group, operation)
    let links = try Self.linkProperties(operation)
    let dataset = try unsafe operation.own(
      "H5Dcreate2",
      H5Dcreate2(group, name, type, space, links.id, properties, equipoise_h5p_default()))
    return HDF5Dataset(
      ObjectHandle(dataset, name: absolute(name), in: handle.file), elementType: elementType)
  }

  /// Creation properties of a dataset: no times, and every element defined.
  static func datasetProperties(_ operation: Operation) throws -> OwnedIdentifier {
    let properties = try operation.own("H5Pcreate", H5Pcreate(equipoise_h5p_dataset_create()))
    try operation.check("H5Pset_obj_track_times", H5Pset_obj_track_times(properties.id, false))
    // Otherwise elements that were never written are whatever lay in that place before.
    try operation.check(
      "H5Pset_fill_time", H5Pset_fill_time(properties.id, H5D_FILL_TIME_ALLOC))
    return properties
  }

  private static func linkProperties(_ operation: Operation) throws -> OwnedIdentifier {
    let properties = try operation.own("H5Pcreate", H5Pcreate(equipoise_h5p_link_create()))
    try operation.check(
      "H5Pset_char_encoding", H5Pset_char_encoding(properties.id, H5T_CSET_UTF8))
    return properties
  }

  /// Makes one group after the other: those that the library makes by itself record the time.
  private static func makeGroup(
    _ name: String, in group: hid_t, _ operation: Operation
  ) throws -> OwnedIdentifier {
    try makeParents(of: name, in: group, operation)
    let links = try linkProperties(operation)
    let properties = try operation.own("H5Pcreate", H5Pcreate(equipoise_h5p_group_create()))
    try operation.check("H5Pset_obj_track_times", H5Pset_obj_track_times(properties.id, false))
    return try unsafe operation.own(
      "H5Gcreate2",
      H5Gcreate2(group, name, links.id, properties.id, equipoise_h5p_default()))
  }

  private static func makeParents(
    of name: String, in group: hid_t, _ operation: Operation
  ) throws {
    let components = name.split(separator: "/")
    guard components.count > 1 else { return }
    let parent = (name.hasPrefix("/") ? "/" : "") + components.dropLast().joined(separator: "/")
    if try ObjectName.missingPart(of: parent, in: group, operation) != nil {
      _ = try makeGroup(parent, in: group, operation)
    }
  }
}
