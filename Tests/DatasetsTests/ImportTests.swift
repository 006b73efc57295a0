import ByteStorage
import Datasets
import Foundation
import Tasks
import TestSupport
import Testing

@Suite struct ImportTests {
  @Test(arguments: [1, 3]) func aNYUv2FolderComesInUnchanged(_ threads: Int) throws {
    let directory = try TemporaryDirectory()
    let samples = try FolderFixture.nyuv2(directory.path)
    let path = directory.file("out.h5")
    let skipped = try DatasetImport(NYUv2FolderSource(directory.path), to: path)
      .run(threads: threads)
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
    _ = try DatasetImport(TaskonomyFolderSource(directory.path), to: path).run()
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
    let work = DatasetImport(source, to: directory.file("out.h5"))
    var count = 0
    let interrupted = try work.run {
      count += 1
      return count < 2
    }
    #expect(interrupted == nil)
    #expect(!FileManager.default.fileExists(atPath: work.path))
    // The block in which the interruption fell is made again.
    #expect(try work.begin() == [1, 2, 3])
    #expect(throws: FileLock.Held.self) { try DatasetImport(source, to: work.path).begin() }
    #expect(try work.run()?.isEmpty == true)
    _ = try DatasetImport(source, to: directory.file("whole.h5")).run()
    #expect(try directory.bytes("out.h5") == directory.bytes("whole.h5"))
    #expect(!FileManager.default.fileExists(atPath: directory.file("out.h5.parts")))
  }

  @Test func damagedImagesAreSkippedAndListed() throws {
    let directory = try TemporaryDirectory()
    let samples = try FolderFixture.nyuv2(directory.path)
    try FileManager.default.removeItem(atPath: directory.file("test/test-1.npy"))
    let path = directory.file("out.h5")
    let source = try NYUv2FolderSource(directory.path, splits: ["test"])
    let skipped = try DatasetImport(source, to: path, skipsDamaged: true).run()
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
