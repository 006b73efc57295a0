internal import CHDF5

extension HDF5Group {
  /// Creates a dataset whose elements are those of other datasets, mostly in other files.
  ///
  /// The sources need not exist yet; they must when the dataset is opened to be read. The format
  /// keeps mappings where a damaged bit can bring the library down, so a virtual dataset belongs in
  /// a file of its own that can be made again.
  /// - Throws: `HDF5Error` when there is an object of that name already, or when a mapping does not
  ///   lie inside the shape or joins boxes of different sizes.
  public func createVirtualDataset<Element: HDF5Element>(
    _ name: String, of type: Element.Type = Element.self, shape: [Int],
    mappings: [VirtualMapping]
  ) throws -> HDF5Dataset {
    try performCreation("creating the virtual dataset", name) { id, operation in
      let properties = try Self.datasetProperties(operation)
      let space = try Dataspace.make(shape, operation)
      guard !mappings.isEmpty, !shape.isEmpty else {
        throw operation.error(
          .invalidArgument, expected: "mappings onto at least one dimension",
          found: "\(mappings.count) onto the shape \(shape)")
      }
      for mapping in mappings {
        try mapping.add(to: properties.id, shape: shape, operation)
      }
      let type = try Element.elementType.fileType(operation)
      return try makeDataset(
        name, in: id, Element.elementType, type: type.id, space: space.id,
        properties: properties.id, operation)
    }
  }
}

extension VirtualMapping {
  /// Adds the mapping to the creation properties of a dataset of that shape.
  fileprivate func add(to properties: hid_t, shape: [Int], _ operation: Operation) throws {
    try ObjectName.validate(sourceFile, operation)
    try ObjectName.validate(sourceDataset, operation)
    try slab.validate(inside: shape, operation)
    try Dataspace.validate(sourceShape, operation)
    try sourceSlab.validate(inside: sourceShape, operation)
    let count = try Dataspace.elementCount(of: slab.count, operation)
    let sourceCount = try Dataspace.elementCount(of: sourceSlab.count, operation)
    guard count == sourceCount, count > 0 else {
      throw operation.error(
        .shapeMismatch, expected: "\(count) elements, at least one, from \(sourceFile)",
        found: "\(sourceCount)")
    }
    let target = try Dataspace.make(shape, operation)
    try Dataspace.select(slab, in: target.id, operation)
    let source = try Dataspace.make(sourceShape, operation)
    if !sourceShape.isEmpty { try Dataspace.select(sourceSlab, in: source.id, operation) }
    try unsafe operation.check(
      "H5Pset_virtual",
      H5Pset_virtual(
        properties, target.id, VirtualSource.escape(sourceFile),
        VirtualSource.escape(sourceDataset), source.id))
  }
}
