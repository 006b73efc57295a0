import Datasets
import Foundation
import HDF5Store
import Tasks
import TestSupport
import Testing

@Suite struct DatasetFileTests {
  @Test(arguments: LabelDialect.allCases) func roundTrip(_ dialect: LabelDialect) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("data.h5")
    try DatasetFixture.write(path, dialect)
    #expect(!FileManager.default.fileExists(atPath: DatasetWriter.partialPath(path)))
    let file = try DatasetFile(path)
    #expect(file.description == DatasetFixture.description(dialect))
    #expect(file.splits.map(\.name) == ["test", "train"])
    #expect(file.splits.map(\.count) == [3, 2])
    let expected = DatasetFixture.sample("train-1", dialect, seed: 1)
    let found = try file.split("train").verifiedSample(1)
    #expect(found.name == expected.name)
    #expect(found.image == expected.image)
    for (task, values) in expected.labels {
      #expect("\(values)" == found.labels[task].map { "\($0)" })
    }
  }

  @Test func equalContentHasEqualDigestsAndBytes() throws {
    let directory = try TemporaryDirectory()
    try DatasetFixture.write(directory.file("a.h5"), .nyuv2)
    try DatasetFixture.write(directory.file("b.h5"), .nyuv2)
    #expect(try directory.bytes("a.h5") == directory.bytes("b.h5"))
    #expect(
      try DatasetFile(directory.file("a.h5")).digest == DatasetFile(directory.file("b.h5")).digest)
  }

  @Test func anIncompleteFileNeverGetsTheName() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("data.h5")
    let plan = DatasetFixture.plan("test", count: 3)
    let description = DatasetFixture.description(.nyuv2)
    let writer = try DatasetWriter(path, description, splits: [plan])
    try writer.append(DatasetFixture.sample("test-0", .nyuv2, seed: 0), at: 0, of: 0)
    #expect(throws: DatasetError.self) { try writer.finish() }
    #expect(!FileManager.default.fileExists(atPath: path))
    writer.discard()
    #expect(!FileManager.default.fileExists(atPath: DatasetWriter.partialPath(path)))

    let other = try DatasetWriter(path, description, splits: [plan])
    try other.append(DatasetFixture.sample("test-1", .nyuv2, seed: 0), at: 1, of: 0)
    try other.finish(atLeast: 1)
    #expect(try DatasetFile(path).split("test").imageNames == ["test-1"])
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("data.h5")
    let plan = DatasetFixture.plan("test", count: 1)
    let writer = try DatasetWriter(path, DatasetFixture.description(.nyuv2), splits: [plan])
    var sample = DatasetFixture.sample("test-0", .nyuv2, seed: 0)
    sample.labels[.depth] = .words([UInt16](repeating: 1, count: 35))
    #expect(throws: DatasetError.self) { try writer.append(sample, at: 0, of: 0) }
    sample.labels[.depth] = nil
    #expect(throws: DatasetError.self) { try writer.append(sample, at: 0, of: 0) }
    let other = DatasetFixture.sample("another", .nyuv2, seed: 0)
    #expect(throws: DatasetError.self) { try writer.append(other, at: 0, of: 0) }
    try writer.append(DatasetFixture.sample("test-0", .nyuv2, seed: 0), at: 0, of: 0)
    try writer.finish()
    #expect(throws: DatasetError.self) {
      _ = try DatasetWriter(path, DatasetFixture.description(.nyuv2), splits: [plan])
    }
  }

  @Test func statisticsCountWhatIsValid() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("data.h5")
    let plan = DatasetFixture.plan("test", count: 1)
    let writer = try DatasetWriter(path, DatasetFixture.description(.nyuv2), splits: [plan])
    var sample = DatasetFixture.sample("test-0", .nyuv2, seed: 0)
    sample.labels[.segmentation] = .bytes([255, 255, 4] + [UInt8](repeating: 3, count: 32))
    sample.labels[.depth] = .floats([0, 2.5] + [Float](repeating: 1, count: 33))
    try writer.append(sample, at: 0, of: 0)
    try writer.finish()
    let statistics = try SplitStatistics(DatasetFile(path).split("test"))
    #expect(statistics.labels[0].validPixels == 33)
    #expect(statistics.labels[0].histogram[3] == 32)
    #expect(statistics.labels[2].validPixels == 34)
    #expect(statistics.labels[2].range == 1...2.5)
  }

  /// Every defect with the place that the error has to name.
  static let defects: [(place: String, make: @Sendable (HDF5Group) throws -> Void)] = [
    ("/@format", { try $0.attributes.set("format", to: "another") }),
    ("/@format_version", { try $0.attributes.set("format_version", to: Int32(2)) }),
    ("/@kind", { try $0.attributes.set("kind", to: "cityscapes") }),
    ("/@digest", { try $0.attributes.set("digest", to: "00") }),
    ("/extra", { _ = try $0.createDataset("extra", of: Float.self, shape: [1]) }),
    (
      "/test/extra",
      { _ = try $0.group("test").createDataset("extra", of: Float.self, shape: [1]) }
    ),
    (
      "/test/depth_zbuffer@encoding",
      { try $0.dataset("test/depth_zbuffer").attributes.set("encoding", to: "feet") }
    ),
    (
      "/test/normal@invalid",
      { try $0.dataset("test/normal").attributes.set("invalid", to: "none") }
    ),
    ("/test/name", { try $0.dataset("test/name").writeStrings(["test-0", "test-0", "b"]) }),
    ("/zero/image", { try $0.createGroup("zero") }),
    (
      "/test/segment_semantic",
      {
        try $0.dataset("test/segment_semantic").append([UInt8](repeating: 1, count: 35))
      }
    ),
    (
      "/zero/image",
      {
        _ = try $0.createGroup("zero").createDataset(
          "image", of: Float.self, shape: [1, 5, 7, 3])
      }
    ),
    (
      "/zero/image",
      {
        _ = try $0.createGroup("zero").createDataset(
          "image", of: UInt8.self, shape: [1, 5, 7, 3],
          layout: .chunked([1, 5, 7, 3], hasChecksum: false))
      }
    ),
  ]

  @Test(arguments: defects.indices) func aDefectIsNamed(_ index: Int) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("data.h5")
    try DatasetFixture.write(path, .nyuv2)
    let defect = Self.defects[index]
    let changed = try HDF5File.open(path, for: .readWrite)
    try defect.make(changed.root)
    try changed.close()
    let error = #expect(throws: DatasetError.self) { try DatasetFile(path) }
    #expect(error?.place == defect.place)
    #expect(error?.path == path)
  }

  @Test func aChangedPixelIsFoundByChecksumOrDigest() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("data.h5")
    try DatasetFixture.write(path, .nyuv2)
    let changed = try HDF5File.open(path, for: .readWrite)
    try changed.root.dataset("test/image").write(
      [UInt8](repeating: 1, count: 105), to: Hyperslab(rows: 1..<2, of: [3, 5, 7, 3]))
    try changed.close()
    let split = try DatasetFile(path).split("test")
    _ = try split.verifiedSample(0)
    let error = #expect(throws: DatasetError.self) { try split.verifiedSample(1) }
    #expect(error?.place == "/test[1] test-1")
  }

  /// Bytes of `needle` in a file, changed by one bit.
  private func flip(_ needle: [UInt8], in name: String, of directory: TemporaryDirectory) throws {
    var bytes = try directory.bytes(name)
    let place = bytes.indices.first { bytes[$0...].starts(with: needle) }
    bytes[try #require(place) + needle.count / 2] ^= 1
    try directory.write(bytes, to: name)
  }

  @Test func aFlippedBitInAChunkIsNamed() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("data.h5")
    try DatasetFixture.write(path, .nyuv2)
    let chunk = try HDF5File.open(path).root.dataset("test/depth_zbuffer").storedChunk(ofRow: 1)
    try flip(chunk.bytes, in: "data.h5", of: directory)
    let split = try DatasetFile(path).split("test")
    _ = try split.sample(0)
    _ = try split.sample(1, tasks: [.segmentation])
    let error = #expect(throws: DatasetError.self) { try split.sample(1) }
    #expect(error?.path == path)
    #expect(error?.place == "/test[1] \(split.imageNames[1])")
    #expect(error?.found.contains("/test/depth_zbuffer: reading the dataset") == true)
  }

  @Test func anImageOutsideOfTheSplitIsNamed() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("data.h5")
    try DatasetFixture.write(path, .nyuv2)
    let split = try DatasetFile(path).split("test")
    for index in [-1, 3] {
      let error = #expect(throws: DatasetError.self) { try split.sample(index) }
      #expect(
        error?.description == "\(path): /test: expected an image 0...2, found \(index) asked for")
    }
    #expect(throws: DatasetError.self) { try DatasetFile(path).split("val") }
  }

  @Test func aFileThatIsBeingWrittenIsRefused() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("data.h5")
    let writer = try DatasetWriter(
      path, DatasetFixture.description(.nyuv2), splits: [DatasetFixture.plan("test", count: 1)])
    try writer.append(DatasetFixture.sample("test-0", .nyuv2, seed: 0), at: 0, of: 0)
    let partial = DatasetWriter.partialPath(path)
    let error = #expect(throws: HDF5Error.self) { try DatasetFile(partial) }
    #expect(error?.path == partial)
    writer.discard()
  }

  @Test(arguments: [0, 7, 40, 200, 1500]) func aFileCutOffIsNamed(_ size: Int) throws {
    let directory = try TemporaryDirectory()
    try DatasetFixture.write(directory.file("data.h5"), .nyuv2)
    let path = try directory.write(directory.bytes("data.h5").prefix(size), to: "cut.h5")
    let error = #expect(throws: HDF5Error.self) { try DatasetFile(path) }
    #expect(error?.path == path)
  }
}
