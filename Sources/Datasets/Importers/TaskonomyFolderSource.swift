public import Tasks

/// A folder of Taskonomy images: one PNG for every view and domain.
///
/// The folder either has AdaShare's index `taskonomy.json`, with paths below `train` and `test`, or
/// is searched for files named `point_P_view_V_domain_D.png`. A split table (CSV of `id`, `train`,
/// `val`, `test` with 0 and 1, lines ending in CR, LF or both) then says which building is in which
/// split; without one all views make the split `test`.
public struct TaskonomyFolderSource: SampleSource {
  /// The folder that is read.
  public var location: String? { folder }
  /// What the data set file will say about itself.
  public let description: DatasetDescription
  /// The splits with their images in order.
  public let splits: [SplitPlan]
  /// For every split and sample the paths of the image and of every task's labels.
  private let entries: [[Files]]
  private let folder: String

  struct Files: Sendable {
    let name: String
    let image: String
    let labels: [DenseTask: String]
    /// A domain wanted that the view has no file of.
    var missingDomain: String?
  }

  static let indexName = "taskonomy.json"

  /// Reads the index of a folder, or searches it.
  /// - Parameters:
  ///   - tasks: the tasks wanted; all five by default.
  ///   - splits: names of the splits wanted; by default all of the table, or train and test of an
  ///     index as far as they are there.
  ///   - splitTable: path of a split table; the index is then left aside.
  ///   - limit: at most that many images of every split.
  /// - Throws: ``SourceError``, ``ImageFileError``.
  public init(
    _ folder: String, tasks: [DenseTask]? = nil, splits wanted: [String]? = nil,
    splitTable: String? = nil, limit: Int? = nil
  ) throws {
    self.folder = folder
    let tasks = (tasks ?? LabelDialect.taskonomy.tasks).sorted()
    let index = "\(folder)/\(Self.indexName)"
    var selection: [(name: String, files: [Files])]
    if splitTable == nil, PathProbe.exists(index) {
      selection = try Self.indexed(index, folder, tasks, wanted, limit)
    } else {
      let views = try TaskonomyViews(folder)
      selection = try views.splits(table: splitTable.map { try SplitTable($0) }, wanted).map {
        (
          name: $0.name,
          files: $0.views.prefix(limit ?? .max).map { views.files($0, tasks) }
        )
      }
    }
    selection.sort { $0.name < $1.name }
    entries = selection.map(\.files)
    splits = try selection.map { name, files in
      guard !files.isEmpty else {
        throw SourceError(folder, name, expected: "at least one image", found: "none")
      }
      let size = try ImageExtents.ofFirst(files.map(\.image).filter { !$0.isEmpty }, of: folder)
      return SplitPlan(
        name: name, images: files.map(\.name), height: size.height, width: size.width)
    }
    description = DatasetDescription(
      dialect: .taskonomy, tasks: tasks, source: "Taskonomy folder",
      creation: "import taskonomy, splits \(splits.map(\.name).joined(separator: " "))"
        + (limit.map { ", limit \($0)" } ?? ""))
  }

  /// Reads and decodes a sample.
  public func sample(_ position: Int, of split: Int) throws -> StoredSample {
    let files = entries[split][position]
    if let domain = files.missingDomain {
      throw SourceError(folder, files.name, expected: "a file of \(domain)", found: "none")
    }
    let image = try ImageFile(files.image).rgb()
    try LabelCheck.extents(image, in: splits[split], files.image)
    var labels: [DenseTask: StoredLabelValues] = [:]
    for (task, path) in files.labels {
      let file = try ImageFile(path)
      switch task {
      case .segmentation:
        let map = try file.greyBytes()
        try LabelCheck.extents(map, of: image, path)
        try LabelCheck.classes(map.values, .taskonomy, path)
        labels[task] = .bytes(map.values)
      case .normals:
        let map = try file.rgb()
        try LabelCheck.extents(map, of: image, path)
        labels[task] = .bytes(map.values)
      case .depth, .keypoints, .edges:
        let map = try file.greyWords()
        try LabelCheck.extents(map, of: image, path)
        labels[task] = .words(map.values)
      }
    }
    return StoredSample(name: files.name, image: image, labels: labels)
  }

  /// The folder that an index's paths are relative to; as published, everything but the training
  /// split is below `test`.
  static func root(of split: String) -> String { split == "train" ? "train" : "test" }

  /// The order of paths in an entry of the index, after the image.
  private static let indexOrder: [DenseTask] = [
    .segmentation, .normals, .depth, .keypoints, .edges,
  ]

  private static func indexed(
    _ path: String, _ folder: String, _ tasks: [DenseTask], _ wanted: [String]?, _ limit: Int?
  ) throws -> [(name: String, files: [Files])] {
    let index = try IndexFile(path, pathsPerSample: 1 + indexOrder.count)
    let names = wanted ?? ["train", "test"].filter { index.splits[$0] != nil }
    guard !names.isEmpty else {
      throw SourceError(
        path, expected: "a split train or test", found: "\(index.splits.keys.sorted())")
    }
    return try index.selection(names, limit: limit).map { name, entries in
      let root = "\(folder)/\(Self.root(of: name))"
      let files = entries.map { entry in
        let paths = zip(indexOrder, entry.dropFirst()).filter { tasks.contains($0.0) }
        return Files(
          name: TaskonomyViews.name(entry[0]) ?? ImageName.joined(entry[0]),
          image: "\(root)/\(entry[0])",
          labels: Dictionary(paths.map { ($0, "\(root)/\($1)") }) { $1 })
      }
      return (name, files)
    }
  }
}
