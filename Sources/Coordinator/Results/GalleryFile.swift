internal import ByteStorage
internal import HDF5Store
public import Jobs
internal import Tasks

/// Writes `gallery.h5`: pictures of some images for the report, an image at a time.
///
/// docs/results-format.md describes the file. Its bytes are a function of plan and entries.
public final class GalleryFile {
  /// Name and version of the format.
  static let format = "equipoise-gallery"
  static let version: Int64 = 1
  private static let deflateLevel = 4

  /// What does not depend on the pictures.
  struct Heading {
    let plan: GalleryPlan
    let imageNames: [String]
    let conventions: [TaskConvention]
    let identity: String
    let attack: String
  }

  private let path: String
  private let heading: Heading
  private let file: HDF5File
  private var count = 0
  private var partialPath: String { Self.partialPath(path) }

  private static func partialPath(_ path: String) -> String { "\(path).partial" }

  /// Begins the file, under another name.
  /// - Throws: `HDF5Error`.
  init(_ path: String, _ heading: Heading) throws {
    self.path = path
    self.heading = heading
    file = try HDF5File.create(Self.partialPath(path), replacing: true)
    let (root, plan) = (file.root, heading.plan)
    try root.attributes.setVariable("format", to: Self.format)
    try root.attributes.set("version", to: Self.version)
    try root.attributes.setVariable("identity", to: heading.identity)
    try root.attributes.setVariable("attack", to: heading.attack)
    try root.attributes.set("configuration", to: Int64(plan.configuration))
    try root.attributes.setVariable("tasks", to: heading.conventions.map(\.task.rawValue))
    try put(plan.choices.map { heading.imageNames[$0.image] }, "image")
    try put(plan.choices.map { "\($0.reason)" }, "reason")
    let numbers = try root.createDataset("number", of: UInt32.self, shape: [plan.choices.count])
    try numbers.write(plan.choices.map { UInt32($0.image) })
    let changes = try root.createDataset(
      "relative_change", of: Double.self, shape: [plan.choices.count])
    try changes.write(plan.choices.map(\.relativeChange))
    for convention in heading.conventions {
      let group = try root.createGroup(convention.task.rawValue)
      try group.attributes.setVariable("values", to: GalleryValues(convention).rawValue)
    }
  }

  /// Writes the pictures of the plan's next image.
  /// - Throws: `HDF5Error`.
  /// - Precondition: the entry is of that image.
  public func append(_ entry: GalleryEntry) throws {
    let choices = heading.plan.choices
    precondition(
      count < choices.count && entry.image == choices[count].image,
      "pictures of image \(entry.image) as number \(count) of \(choices.map(\.image))")
    try put(entry.input, "input")
    try put(entry.perturbation, "perturbation")
    for (convention, maps) in zip(heading.conventions, entry.tasks) {
      let name = convention.task.rawValue
      try put(maps.truth, "\(name)/truth")
      try put(maps.clean, "\(name)/clean")
      try put(maps.attacked, "\(name)/attacked")
    }
    count += 1
  }

  /// Completes the file and gives it its name.
  /// - Throws: `HDF5Error`; `FileError`.
  public func commit() throws {
    try file.close()
    try PartialFile.commit(partialPath, as: path)
  }

  private func put(_ texts: [String], _ name: String) throws {
    let dataset = try file.root.createStringDataset(
      name, of: .fixedString(fitting: texts), shape: [texts.count])
    try dataset.writeStrings(texts)
  }

  /// A map as the next row of a dataset, which the first image makes.
  private func put(_ map: GalleryEntry.Map, _ name: String) throws {
    let extents = [map.height, map.width, map.channels]
    let shape = [heading.plan.choices.count] + extents
    let dataset =
      count > 0
      ? try file.root.dataset(name)
      : try file.root.createDataset(
        name, of: Float.self, shape: shape,
        layout: .chunked([1] + extents, shuffles: true, deflateLevel: Self.deflateLevel))
    try dataset.write(map.values, to: Hyperslab(rows: count..<count + 1, of: shape))
  }
}
