internal import Tasks

/// A NYUv2 folder in AdaShare's layout: `nyu_v2_3task.json` lists for every split the paths of
/// image, segmentation, normals (PNG) and depth (`.npy`, metres).
///
/// The published loader reads PNG files in OpenCV's order blue, green, red; here they are stored
/// as the files have them, red first, and turned when they are decoded.
public struct NYUv2FolderSource: SampleSource {
  /// The folder that is read.
  public var location: String? { root }
  /// What the data set file will say about itself.
  public let description: DatasetDescription
  /// The splits with their images in order.
  public let splits: [SplitPlan]
  private let root: String
  private let entries: [[[String]]]

  static let indexName = "nyu_v2_3task.json"

  /// Reads the index of a folder.
  /// - Parameters:
  ///   - splits: names of the splits wanted; by default those of train and test that are there.
  ///   - limit: at most that many images of every split.
  /// - Throws: ``SourceError``, ``ImageFileError``.
  public init(_ folder: String, splits wanted: [String]? = nil, limit: Int? = nil) throws {
    let index = try IndexFile("\(folder)/\(Self.indexName)", pathsPerSample: 4)
    let names = wanted ?? ["train", "test"].filter { index.splits[$0] != nil }
    guard !names.isEmpty else {
      throw SourceError(
        index.path, expected: "a split train or test", found: "\(index.splits.keys.sorted())")
    }
    let selection = try index.selection(names, limit: limit)
    root = folder
    entries = selection.map(\.entries)
    splits = try selection.map { name, entries in
      let size = try ImageExtents.ofFirst(entries.map { "\(folder)/\($0[0])" }, of: folder)
      return SplitPlan(
        name: name, images: entries.map { ImageName.stem($0[0]) }, height: size.height,
        width: size.width)
    }
    description = DatasetDescription(
      dialect: .nyuv2, tasks: LabelDialect.nyuv2.tasks,
      source: "NYUv2 folder in AdaShare's layout",
      creation: "import nyuv2, splits \(names.joined(separator: " "))"
        + (limit.map { ", limit \($0)" } ?? ""))
  }

  /// Reads and decodes a sample.
  public func sample(_ position: Int, of split: Int) throws -> StoredSample {
    let paths = entries[split][position].map { "\(root)/\($0)" }
    let image = try ImageFile(paths[0]).rgb()
    try LabelCheck.extents(image, in: splits[split], paths[0])
    let segmentation = try ImageFile(paths[1]).greyBytes()
    try LabelCheck.extents(segmentation, of: image, paths[1])
    try LabelCheck.classes(segmentation.values, .nyuv2, paths[1])
    let normals = try ImageFile(paths[2])
    guard case .bytes(let raster) = normals.samples, raster.channels >= 3 else {
      throw ImageFileError(
        paths[2], expected: "three channels of 8 bits", found: "other samples")
    }
    let directions = try normals.rgb()
    try LabelCheck.extents(directions, of: image, paths[2])
    let depth = try NumPyFile(paths[3]).map()
    try LabelCheck.extents(depth, of: image, paths[3])
    try LabelCheck.finite(depth.values, paths[3])
    return StoredSample(
      name: splits[split].images[position], image: image,
      labels: [
        .segmentation: .bytes(segmentation.values), .normals: .bytes(directions.values),
        .depth: .floats(depth.values),
      ])
  }
}
