import Foundation
import HDF5Store

/// The file of the self test: images in chunks of one, with checksums.
struct SelfTestFile {
  /// Its place, the same on all ranks.
  let path: String
  /// What is in it.
  let problem: SelfTestProblem

  private static let datasetName = "images"
  private var shape: [Int] { [problem.imageCount] + problem.imageShape }

  /// Writes all images.
  /// - Returns: Bytes of the file.
  func write() throws -> Int {
    let file = try HDF5File.create(path)
    let dataset = try file.root.createDataset(
      Self.datasetName, of: Float.self, shape: shape,
      layout: .chunked([1] + problem.imageShape, shuffles: true))
    for index in 0..<problem.imageCount {
      try dataset.write(
        problem.image(index), to: Hyperslab(rows: index..<index + 1, of: shape))
    }
    try file.close()
    return try Data(contentsOf: URL(fileURLWithPath: path)).count
  }

  /// Flips a bit in the middle of the file, where the images are.
  func damage() throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  /// Reads some images, each in NHWC order.
  func read(_ images: Range<Int>) throws -> [[Float]] {
    let file = try HDF5File.open(path)
    let values = try file.root.dataset(Self.datasetName)
      .read(Hyperslab(rows: images, of: shape), as: Float.self)
    try file.close()
    let count = problem.imageElementCount
    return images.indices.map { index in
      let start = (index - images.lowerBound) * count
      return Array(values[start..<start + count])
    }
  }
}
