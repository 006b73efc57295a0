internal import ByteStorage
internal import HDF5Store
public import Tasks

/// A split of an open data set file.
public struct DatasetSplit: Sendable {
  /// Name of the split, such as `test`.
  public let name: String
  /// Names of the images, all different.
  public let imageNames: [String]
  /// Rows of every image.
  public let height: Int
  /// Columns of every image.
  public let width: Int
  /// How the labels are encoded.
  public let dialect: LabelDialect
  /// The tasks there are labels for, in canonical order.
  public let tasks: [DenseTask]
  /// The digests of all images, 32 bytes each.
  let digests: [UInt8]
  private let path: String
  private let image: HDF5Dataset
  private let labels: [DenseTask: HDF5Dataset]

  /// Number of images.
  public var count: Int { imageNames.count }

  /// Opens a split and checks that it follows the format; reads the names and digests only.
  init(_ name: String, of file: HDF5File, dialect: LabelDialect, tasks: [DenseTask]) throws {
    let check = SplitCheck(path: file.path, split: name, group: try file.root.group(name))
    self.name = name
    self.dialect = dialect
    self.tasks = tasks
    path = file.path
    image = try check.dataset(DatasetSchema.image, of: .uint8)
    let shape = try image.shape
    guard shape.count == 4, shape[3] == 3, !shape.contains(0) else {
      throw check.error(
        DatasetSchema.image, expected: "the shape [count, height, width, 3]", found: "\(shape)")
    }
    (height, width) = (shape[1], shape[2])
    try check.requireImageChunks(image)
    imageNames = try check.names(count: shape[0])
    digests = try check.digests(count: shape[0])
    var labels: [DenseTask: HDF5Dataset] = [:]
    for task in tasks {
      labels[task] = try check.labels(task, dialect, Array(shape[0..<3]))
    }
    self.labels = labels
    try check.requireMembers(tasks.map(\.rawValue))
  }

  /// Checks that there are labels of some tasks.
  /// - Throws: ``DatasetError`` that names the first one missing.
  public func require(_ wanted: [DenseTask]) throws(DatasetError) {
    for task in wanted where !tasks.contains(task) {
      throw DatasetError(
        path, "/\(name)", expected: "labels of \(task.rawValue)",
        found: "only \(tasks.map(\.rawValue))")
    }
  }

  /// Checks that there is an image of that index.
  /// - Throws: ``DatasetError``.
  public func require(_ index: Int) throws(DatasetError) {
    guard imageNames.indices.contains(index) else {
      throw DatasetError(
        path, "/\(name)", expected: "an image 0...\(count - 1)", found: "\(index) asked for")
    }
  }

  /// Reads an image with the labels of some tasks.
  /// - Parameter tasks: all when nil.
  /// - Throws: ``DatasetError`` with the image's number and name when it cannot be read, as with a
  ///   wrong checksum, or when the image or a task is not there.
  public func sample(_ index: Int, tasks wanted: [DenseTask]? = nil) throws -> StoredSample {
    try require(index)
    try require(wanted ?? tasks)
    do {
      return try read(index, wanted ?? tasks)
    } catch let error as HDF5Error {
      throw DatasetError(
        path, place(index), expected: "an image that can be read", found: "\(error)")
    }
  }

  /// What messages call an image.
  private func place(_ index: Int) -> String { "/\(name)[\(index)] \(imageNames[index])" }

  private func read(_ index: Int, _ wanted: [DenseTask]) throws -> StoredSample {
    var stored: [DenseTask: StoredLabelValues] = [:]
    for task in wanted {
      guard let dataset = labels[task] else { continue }
      let slab = Hyperslab(rows: index..<index + 1, of: try dataset.shape)
      switch dataset.elementType {
      case .uint8: stored[task] = .bytes(try dataset.read(slab))
      case .uint16: stored[task] = .words(try dataset.read(slab))
      default: stored[task] = .floats(try dataset.read(slab))
      }
    }
    let pixels: [UInt8] = try image.read(
      Hyperslab(rows: index..<index + 1, of: [count, height, width, 3]))
    return StoredSample(
      name: imageNames[index],
      image: Raster(height: height, width: width, channels: 3, values: pixels), labels: stored)
  }

  /// Reads an image and compares it with its digest.
  /// - Throws: as ``sample(_:tasks:)``, and ``DatasetError`` when the digest is another.
  public func verifiedSample(_ index: Int) throws -> StoredSample {
    let sample = try sample(index)
    let size = DatasetSchema.digestSize
    let expected = Array(digests[index * size..<(index + 1) * size])
    let found = ContentDigest.of(sample)
    guard found == expected else {
      throw DatasetError(
        path, place(index),
        expected: "content of the digest \(SHA256.hexadecimal(expected).prefix(16))",
        found: "\(SHA256.hexadecimal(found).prefix(16))")
    }
    return sample
  }
}
