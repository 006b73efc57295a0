internal import HDF5Store
internal import Tasks

/// A data set file that an earlier writer did not complete.
struct UnfinishedFile {
  private let path: String
  private let file: HDF5File
  private let description: DatasetDescription

  init(_ path: String, _ file: HDF5File, _ description: DatasetDescription) {
    self.path = path
    self.file = file
    self.description = description
  }

  /// How far every split is, and the digests of what is there.
  /// - Throws: ``DatasetError`` unless the file is of this description and these plans.
  func progress(_ plans: [SplitPlan]) throws -> (positions: [Int], digests: [[UInt8]]) {
    let attributes = file.root.attributes
    for (name, value) in [
      (DatasetSchema.formatAttribute, DatasetSchema.format),
      (DatasetSchema.kindAttribute, description.dialect.rawValue),
      (DatasetSchema.sourceAttribute, description.source),
      (DatasetSchema.creationAttribute, description.creation),
    ] {
      try require(
        try attributes.contains(name) && attributes.readString(name) == value, "/@\(name)")
    }
    try require(try file.root.memberNames() == plans.map(\.name).sorted(), "/")
    var positions: [Int] = []
    var digests: [[UInt8]] = []
    for plan in plans {
      let group = try file.root.group(plan.name)
      let place = "/\(plan.name)"
      let shape = try group.dataset(DatasetSchema.image).shape
      try require(
        Array(shape.dropFirst()) == [plan.height, plan.width, 3], "\(place)/image")
      for task in description.tasks {
        try require(try group.contains(task.rawValue), "\(place)/\(task.rawValue)")
      }
      let names = try group.dataset(DatasetSchema.name).readStrings()
      positions.append(try position(after: names, in: plan))
      let digest = try group.dataset(DatasetSchema.digest)
      let rows = Hyperslab(rows: 0..<names.count, of: try digest.shape)
      digests.append(names.isEmpty ? [] : try digest.read(rows))
    }
    return (positions, digests)
  }

  /// The position after the last of `names`, which must be in the order of the plan.
  private func position(after names: [String], in plan: SplitPlan) throws -> Int {
    var position = 0
    for name in names {
      guard let found = plan.images[position...].firstIndex(of: name) else {
        try require(false, "/\(plan.name)/name")
        return position
      }
      position = found + 1
    }
    return position
  }

  private func require(_ matches: Bool, _ place: String) throws {
    guard matches else {
      throw DatasetError(
        path, place, expected: "an unfinished file of the same import",
        found: "one of another; remove it, or finish that import first")
    }
  }
}
