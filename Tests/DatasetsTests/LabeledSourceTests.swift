import Datasets
import HDF5Store
import Tasks
import TestSupport
import Testing

/// A small file built like the official one: all extents reversed, cells as references.
@Suite struct LabeledSourceTests {
  private static let (count, height, width) = (10, 6, 8)

  private func write(
    _ path: String, label: (_ image: Int, _ row: Int, _ column: Int) -> UInt16,
    classNames: Int = 894, depth: (_ row: Int) -> Float = { _ in 2 }
  ) throws {
    let (count, height, width) = (Self.count, Self.height, Self.width)
    let file = try HDF5File.create(path)
    var pixels: [UInt8] = []
    var labels: [UInt16] = []
    var depths: [Float] = []
    for image in 0..<count {
      for channel in 0..<3 {
        for column in 0..<width {
          for row in 0..<height { pixels.append(UInt8(100 * channel + 8 * row + column)) }
        }
      }
      for column in 0..<width {
        for row in 0..<height {
          labels.append(label(image, row, column))
          depths.append(depth(row))
        }
      }
    }
    let root = file.root
    try root.createDataset("images", of: UInt8.self, shape: [count, 3, width, height])
      .write(pixels)
    try root.createDataset("labels", of: UInt16.self, shape: [count, width, height])
      .write(labels)
    try root.createDataset("depths", of: Float.self, shape: [count, width, height])
      .write(depths)
    try root.createDataset("name", of: UInt16.self, shape: [1, 1]).write([65] as [UInt16])
    try root.createReferenceDataset("names", shape: [1, classNames])
      .writeReferences(to: [String](repeating: "name", count: classNames))
    try file.close()
  }

  @Test func orientationMappingAndSplit() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("labeled.mat")
    // Raw 21 is a wall (0), 11 a floor (1), 1 a book-less thing of "other prop" (39), 0 none.
    try write(path) { _, row, column in [21, 11, 0, 1][(row + column) % 4] }
    let out = directory.file("out.h5")
    _ = try DatasetImport(NYUv2LabeledSource(path), to: out).run()
    let file = try DatasetFile(out)
    #expect(try file.split("test").imageNames == ["nyu-1", "nyu-2", "nyu-9"])
    #expect(try file.split("train").count == 7)
    let sample = try file.split("test").verifiedSample(1)
    #expect(sample.image.height == Self.height && sample.image.width == Self.width)
    let pixel = (2 * Self.width + 5) * 3
    #expect(Array(sample.image.values[pixel..<pixel + 3]) == [21, 121, 221])
    guard case .bytes(let classes) = sample.labels[.segmentation],
      case .bytes(let normals) = sample.labels[.normals]
    else { throw SampleError.missing(.segmentation, sample.name) }
    #expect(Array(classes[0..<4]) == [0, 1, 255, 39])
    #expect(classes[Self.width] == 1)
    // A wall that faces the camera: red right, green away from it, blue up.
    #expect(Array(normals[0..<3]) == [128, 0, 128])
  }

  /// The first rows of the Kinect's image look up, so that a level plane there is a ceiling.
  @Test func aCeilingPointsDown() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("labeled.mat")
    try write(
      path, label: { _, _, _ in 1 }, depth: { row in 2 * 519.4696 / (253.7362 - Float(row)) })
    let sample = try NYUv2LabeledSource(path).sample(0, of: 0)
    guard case .bytes(let normals) = sample.labels[.normals] else {
      throw SampleError.missing(.normals, sample.name)
    }
    let pixel = (3 * Self.width + 4) * 3
    #expect(zip(normals[pixel..<pixel + 3], [128, 128, 0]).allSatisfy { abs(Int($0) - $1) <= 1 })
  }

  @Test func classesBeyondTheTableAreNamed() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("labeled.mat")
    try write(path) { _, _, _ in 895 }
    let error = #expect(throws: SourceError.self) {
      _ = try NYUv2LabeledSource(path).sample(0, of: 0)
    }
    #expect(error?.found == "895")
  }

  @Test func anotherTableOfClassesIsRefused() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("labeled.mat")
    try write(path, label: { _, _, _ in 1 }, classNames: 12)
    let error = #expect(throws: SourceError.self) { try NYUv2LabeledSource(path) }
    #expect(error?.place == "/names")
    #expect(throws: (any Error).self) { try NYUv2LabeledSource(path, cropsFrame: true) }
  }
}
