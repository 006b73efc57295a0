import Datasets
import HDF5Store
import Tasks
import TestSupport

/// Small data sets for tests.
enum DatasetFixture {
  static let height = 5
  static let width = 7

  /// A sample with all labels of a dialect, different for every seed.
  static func sample(_ name: String, _ dialect: LabelDialect, seed: UInt64) -> StoredSample {
    var generator = SeededGenerator(seed: seed)
    let pixels = height * width
    func bytes(_ count: Int, _ range: ClosedRange<UInt8>) -> [UInt8] {
      (0..<count).map { _ in UInt8.random(in: range, using: &generator) }
    }
    func words() -> [UInt16] {
      (0..<pixels).map { _ in UInt16.random(in: 0...65_535, using: &generator) }
    }
    let image = Raster(
      height: height, width: width, channels: 3, values: bytes(3 * pixels, 0...255))
    let normals = StoredLabelValues.bytes(bytes(3 * pixels, 0...120))
    let labels: [DenseTask: StoredLabelValues] =
      switch dialect {
      case .nyuv2:
        [
          .segmentation: .bytes(bytes(pixels, 0...39)), .normals: normals,
          .depth: .floats(generator.floats(pixels, in: 0.5...9)),
        ]
      case .taskonomy:
        [
          .segmentation: .bytes(bytes(pixels, 0...17)), .normals: normals,
          .depth: .words(words()), .keypoints: .words(words()), .edges: .words(words()),
        ]
      }
    return StoredSample(name: name, image: image, labels: labels)
  }

  static func description(_ dialect: LabelDialect) -> DatasetDescription {
    DatasetDescription(
      dialect: dialect, tasks: dialect.tasks, source: "a test", creation: "none")
  }

  static func plan(_ name: String, count: Int) -> SplitPlan {
    SplitPlan(
      name: name, images: (0..<count).map { "\(name)-\($0)" }, height: height, width: width)
  }

  /// Writes a file with the splits `test` (3 images) and `train` (2).
  static func write(_ path: String, _ dialect: LabelDialect) throws {
    let plans = [plan("train", count: 2), plan("test", count: 3)]
    let writer = try DatasetWriter(path, description(dialect), splits: plans)
    for (split, plan) in plans.enumerated() {
      for (index, name) in plan.images.enumerated() {
        try writer.append(
          sample(name, dialect, seed: UInt64(10 * split + index)), at: index, of: split)
      }
    }
    try writer.finish()
  }
}
