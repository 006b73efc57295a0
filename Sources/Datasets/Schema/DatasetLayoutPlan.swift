internal import HDF5Store
internal import Tasks

/// Lays out an empty data set file.
struct DatasetLayoutPlan {
  private let description: DatasetDescription
  private let deflateLevel: Int?

  init(_ description: DatasetDescription, deflateLevel: Int?) {
    self.description = description
    self.deflateLevel = deflateLevel
  }

  /// Throws unless description and splits make sense.
  static func validate(
    _ path: String, _ description: DatasetDescription, _ plans: [SplitPlan]
  ) throws(DatasetError) {
    for task in description.tasks where LabelFormat(task, in: description.dialect) == nil {
      throw DatasetError(
        path, "/", expected: "tasks of \(description.dialect.rawValue)", found: task.rawValue)
    }
    guard !description.tasks.isEmpty else {
      throw DatasetError(path, "/", expected: "at least one task", found: "none")
    }
    guard !plans.isEmpty, Set(plans.map(\.name)).count == plans.count else {
      throw DatasetError(
        path, "/", expected: "splits of different names", found: "\(plans.map(\.name))")
    }
    for plan in plans {
      guard DatasetSchema.isSplitName(plan.name) else {
        throw DatasetError(path, "/", expected: "the name of a split", found: "\"\(plan.name)\"")
      }
      guard !plan.images.isEmpty, plan.height > 0, plan.width > 0 else {
        throw DatasetError(
          path, "/\(plan.name)", expected: "at least one image of at least one pixel",
          found: "\(plan.images.count) of \(plan.height)x\(plan.width)")
      }
      var seen: Set<String> = []
      for image in plan.images where image.isEmpty || !seen.insert(image).inserted {
        throw DatasetError(
          path, "/\(plan.name)/name", expected: "different names that are not empty",
          found: "\"\(image)\"" + (image.isEmpty ? "" : " twice"))
      }
    }
  }

  /// Writes the attributes, and datasets of no rows yet.
  func create(_ file: HDF5File, _ plans: [SplitPlan]) throws {
    let attributes = file.root.attributes
    try attributes.set(DatasetSchema.formatAttribute, to: DatasetSchema.format)
    try attributes.set(DatasetSchema.versionAttribute, to: DatasetSchema.version)
    try attributes.set(DatasetSchema.kindAttribute, to: description.dialect.rawValue)
    try attributes.set(DatasetSchema.sourceAttribute, to: description.source)
    try attributes.set(DatasetSchema.creationAttribute, to: description.creation)
    for plan in plans { try create(plan, in: try file.root.createGroup(plan.name)) }
  }

  /// Names and digests in a chunk: enough for one read, little enough for one write each.
  private static let rowsPerChunk = 256

  private func create(_ plan: SplitPlan, in group: HDF5Group) throws {
    let longest = plan.images.map(\.utf8.count).max() ?? 1
    _ = try group.createStringDataset(
      DatasetSchema.name, of: .fixedString(byteCount: longest), shape: [0],
      layout: .chunked([Self.rowsPerChunk], isExtendable: true))
    _ = try group.createDataset(
      DatasetSchema.digest, of: UInt8.self, shape: [0, DatasetSchema.digestSize],
      layout: .chunked([Self.rowsPerChunk, DatasetSchema.digestSize], isExtendable: true))
    let imageShape = [0, plan.height, plan.width, 3]
    _ = try group.createDataset(
      DatasetSchema.image, of: UInt8.self, shape: imageShape,
      layout: layout(imageShape, shuffles: false))
    for task in description.tasks {
      guard let format = LabelFormat(task, in: description.dialect) else { continue }
      let shape = format.shape(count: 0, height: plan.height, width: plan.width)
      let layout = layout(shape, shuffles: format.elementType != .uint8)
      let dataset =
        switch format.elementType {
        case .uint8:
          try group.createDataset(task.rawValue, of: UInt8.self, shape: shape, layout: layout)
        case .uint16:
          try group.createDataset(task.rawValue, of: UInt16.self, shape: shape, layout: layout)
        default:
          try group.createDataset(task.rawValue, of: Float.self, shape: shape, layout: layout)
        }
      for (name, value) in format.attributes { try dataset.attributes.set(name, to: value) }
    }
  }

  private func layout(_ shape: [Int], shuffles: Bool) -> DatasetLayout {
    .chunked(
      [1] + shape.dropFirst(), shuffles: deflateLevel != nil && shuffles,
      deflateLevel: deflateLevel, isExtendable: true)
  }
}
