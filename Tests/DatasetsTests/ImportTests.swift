import Datasets
import Foundation
import Tasks
import TestSupport
import Testing

@Suite struct ImportTests {
  @Test(arguments: [1, 3]) func aNYUv2FolderComesInUnchanged(_ windowSize: Int) throws {
    let directory = try TemporaryDirectory()
    let samples = try FolderFixture.nyuv2(directory.path)
    let path = directory.file("out.h5")
    let skipped = try DatasetImport(
      NYUv2FolderSource(directory.path), windowSize: windowSize
    ).run(to: path)
    #expect(skipped?.isEmpty == true)
    let file = try DatasetFile(path)
    #expect(try file.split("train").verifiedSample(0).isEqual(to: samples[0]))
    for index in 0..<3 {
      #expect(try file.split("test").verifiedSample(index).isEqual(to: samples[index + 1]))
    }
  }

  @Test func aTaskonomyFolderIsSearched() throws {
    let directory = try TemporaryDirectory()
    let samples = try FolderFixture.taskonomy(directory.path)
    let path = directory.file("out.h5")
    _ = try DatasetImport(TaskonomyFolderSource(directory.path)).run(to: path)
    let split = try DatasetFile(path).split("test")
    #expect(split.count == 3)
    for index in 0..<3 {
      #expect(try split.verifiedSample(index).isEqual(to: samples[index]))
    }
  }

  @Test(arguments: ["\r", "\n", "\r\n"]) func aSplitTableMayEndItsLinesInAnyWay(
    _ end: String
  ) throws {
    let directory = try TemporaryDirectory()
    _ = try FolderFixture.taskonomy(directory.path)
    let lines = ["id,train,val,test", "ackley,1,0,0", "zurich,0,0,1", "elsewhere,0,1,0", ""]
    let table = try directory.write(Array(lines.joined(separator: end).utf8), to: "split.csv")
    let source = try TaskonomyFolderSource(
      directory.path, tasks: [.depth, .segmentation], splitTable: table)
    #expect(source.splits.map(\.name) == ["test", "train"])
    #expect(source.splits.map(\.images.count) == [1, 2])
    let sample = try source.sample(0, of: 0)
    #expect(sample.name == "zurich-point_7-view_0")
    #expect(Set(sample.labels.keys) == [.depth, .segmentation])
  }

  @Test func anInterruptedImportGoesOn() throws {
    let directory = try TemporaryDirectory()
    _ = try FolderFixture.nyuv2(directory.path)
    let source = try NYUv2FolderSource(directory.path)
    let path = directory.file("out.h5")
    #expect(try DatasetImport(source).run(to: path) { $0.done < 2 } == nil)
    #expect(!FileManager.default.fileExists(atPath: path))
    var first: Int?
    _ = try DatasetImport(source).run(to: path) {
      first = first ?? $0.done
      return true
    }
    #expect(first == 3)
    _ = try DatasetImport(source).run(to: directory.file("whole.h5"))
    #expect(
      try DatasetFile(path).digest == DatasetFile(directory.file("whole.h5")).digest)
  }

  @Test func damagedImagesAreSkippedAndListed() throws {
    let directory = try TemporaryDirectory()
    let samples = try FolderFixture.nyuv2(directory.path)
    try FileManager.default.removeItem(atPath: directory.file("test/test-1.npy"))
    let path = directory.file("out.h5")
    let source = try NYUv2FolderSource(directory.path, splits: ["test"])
    let skipped = try DatasetImport(source, skipsDamaged: true).run(to: path)
    #expect(skipped?.map(\.image) == ["test-1"])
    #expect(skipped?.first?.reason.contains("test-1.npy") == true)
    let split = try DatasetFile(path).split("test")
    #expect(split.imageNames == ["test-0", "test-2"])
    #expect(try split.verifiedSample(1).isEqual(to: samples[3]))
  }

  @Test func theLimitHoldsForEverySplit() throws {
    let directory = try TemporaryDirectory()
    _ = try FolderFixture.nyuv2(directory.path)
    let source = try NYUv2FolderSource(directory.path, limit: 2)
    #expect(source.splits.map(\.images.count) == [1, 2])
  }
}
