internal import HDF5Store
internal import Tasks

/// The official labelled NYU Depth v2 file `nyu_depth_v2_labeled.mat` (MATLAB 7.3, itself HDF5).
///
/// MATLAB stores columns first, so that HDF5 shows all extents reversed: `images` as (N, 3, W, H),
/// `labels` and `depths` as (N, W, H). The raw classes become the benchmark's 40 by the official
/// table, unlabelled pixels 255. Normals are computed from the depth, see `DepthNormals`.
public struct NYUv2LabeledSource: SampleSource {
  /// Which depths are taken.
  public enum Depths: String, Sendable {
    /// With holes filled in.
    case filled = "depths"
    /// As measured, 0 in holes.
    case raw = "rawDepths"
  }

  /// The file that is read.
  public var location: String? { path }
  /// What the data set file will say about itself.
  public let description: DatasetDescription
  /// The splits with their images in order.
  public let splits: [SplitPlan]
  private let path: String
  private let images: HDF5Dataset
  private let labels: HDF5Dataset
  private let depths: HDF5Dataset
  /// Extents in the file.
  private let height: Int
  private let width: Int
  private let crop: (rows: Range<Int>, columns: Range<Int>)
  /// For every split the positions of its images in the file, from 0.
  private let positions: [[Int]]

  /// The part of the 480x640 images inside the white frame that the registration of colour and
  /// depth leaves: rows 45...471 and columns 41...601 of MATLAB.
  static let frameless = (rows: 44..<471, columns: 40..<601)

  /// Opens a file.
  /// - Parameters:
  ///   - depths: which depths are taken.
  ///   - cropsFrame: whether the white frame is cut off.
  ///   - limit: at most that many images of every split.
  /// - Throws: ``SourceError`` when the datasets do not fit each other, `HDF5Error`.
  public init(
    _ path: String, depths kind: Depths = .filled, cropsFrame: Bool = false, limit: Int? = nil
  ) throws {
    self.path = path
    let root = try HDF5File.open(path).root
    images = try root.dataset("images")
    labels = try root.dataset("labels")
    depths = try root.dataset(kind.rawValue)
    let shape = try images.shape
    guard shape.count == 4, shape[1] == 3, images.elementType == .uint8, !shape.contains(0) else {
      throw SourceError(
        path, "/images", expected: "8-bit integers of the shape [count, 3, width, height]",
        found: "\(images.elementType) of \(shape)")
    }
    (width, height) = (shape[2], shape[3])
    for dataset in [labels, depths] {
      guard try dataset.shape == [shape[0], width, height], dataset.elementType.isNumeric else {
        throw SourceError(
          path, dataset.name, expected: "numbers of the shape \([shape[0], width, height])",
          found: "\(dataset.elementType) of \(try dataset.shape)")
      }
    }
    try Self.requireClassNames(root, path)
    guard shape[0] <= NYUv2Facts.imageCount else {
      throw SourceError(
        path, "/images", expected: "at most \(NYUv2Facts.imageCount) images", found: "\(shape[0])")
    }
    crop = cropsFrame ? Self.frameless : (0..<height, 0..<width)
    guard crop.rows.upperBound <= height, crop.columns.upperBound <= width else {
      throw SourceError(
        path, "/images", expected: "480x640 pixels, of which the frame can be cut off",
        found: "\(height)x\(width)")
    }
    let all = 0..<shape[0]
    let parts = [
      ("train", all.filter { NYUv2Facts.isTraining($0 + 1) }),
      ("test", all.filter { !NYUv2Facts.isTraining($0 + 1) }),
    ].filter { !$0.1.isEmpty }
    positions = parts.map { Array($0.1.prefix(limit ?? .max)) }
    let extents = crop
    splits = zip(parts, positions).map { part, positions in
      SplitPlan(
        name: part.0, images: positions.map { "nyu-\($0 + 1)" }, height: extents.rows.count,
        width: extents.columns.count)
    }
    description = DatasetDescription(
      dialect: .nyuv2, tasks: LabelDialect.nyuv2.tasks,
      source: "official labelled NYU Depth v2 file",
      creation: "import nyuv2-labeled, \(kind.rawValue), white frame "
        + (cropsFrame ? "cropped" : "kept") + ", " + DepthNormals.inWords
        + (limit.map { ", limit \($0)" } ?? ""))
  }

  /// The file lists the names of the raw classes in a cell array; another number of them means
  /// another table.
  private static func requireClassNames(_ root: HDF5Group, _ path: String) throws {
    guard try root.contains("names") else { return }
    let names = try root.dataset("names")
    let count = try names.shape.reduce(1, *)
    guard names.elementType == .objectReference, count == NYUv2Facts.rawClassCount else {
      throw SourceError(
        path, "/names", expected: "references to \(NYUv2Facts.rawClassCount) names",
        found: "\(count) of \(names.elementType)")
    }
  }

  /// Reads and decodes a sample.
  public func sample(_ position: Int, of split: Int) throws -> StoredSample {
    let index = positions[split][position]
    let pixels: [UInt8] = try images.read(
      Hyperslab(rows: index..<index + 1, of: try images.shape))
    let raw: [UInt16] = try labels.readConverting(
      Hyperslab(rows: index..<index + 1, of: try labels.shape))
    let columns: [Float] = try depths.readConverting(
      Hyperslab(rows: index..<index + 1, of: try depths.shape))
    let depth = upright(columns, channels: 1)
    if let wrong = depth.values.first(where: { !($0.isFinite && $0 >= 0) }) {
      throw SourceError(
        path, "\(depths.name)[\(index)]", expected: "metres, 0 for none", found: "\(wrong)")
    }
    let classes = try upright(raw, channels: 1).values.map { value in
      guard value < NYUv2Facts.storedClasses.count else {
        throw SourceError(
          path, "/labels[\(index)]", expected: "classes 0...\(NYUv2Facts.rawClassCount)",
          found: "\(value)")
      }
      return NYUv2Facts.storedClasses[Int(value)]
    }
    let normals = DepthNormals.encoded(
      depth, firstRow: crop.rows.lowerBound, firstColumn: crop.columns.lowerBound)
    return StoredSample(
      name: splits[split].images[position], image: upright(pixels, channels: 3),
      labels: [
        .segmentation: .bytes(classes), .normals: .bytes(normals.values),
        .depth: .floats(depth.values),
      ])
  }

  /// Values stored by channel, column and row, as rows of pixels inside the crop.
  private func upright<Element>(_ values: [Element], channels: Int) -> Raster<Element>
  where Element: BitwiseCopyable & Sendable {
    var result: [Element] = []
    result.reserveCapacity(crop.rows.count * crop.columns.count * channels)
    for row in crop.rows {
      for column in crop.columns {
        for channel in 0..<channels {
          result.append(values[(channel * width + column) * height + row])
        }
      }
    }
    return Raster(
      height: crop.rows.count, width: crop.columns.count, channels: channels, values: result)
  }
}
