import Datasets
import Foundation
import Tasks
import TestSupport
import Testing

/// Rooms as a published folder, imported again, against rooms as a data set file at once.
@Suite struct RoundTripTests {
  private func rooms(_ style: LabelDialect) throws -> RoomSource {
    try RoomSource(
      style: style, seed: 9, counts: RoomSource.Counts(test: 3, train: 2), height: 18, width: 26)
  }

  /// Imports `source` and holds it against the rooms themselves.
  private func expectRooms(
    _ style: LabelDialect, from source: some SampleSource, in directory: TemporaryDirectory
  ) throws {
    let paths = [directory.file("direct.h5"), directory.file("imported.h5")]
    _ = try DatasetImport(rooms(style), to: paths[0]).run()
    _ = try DatasetImport(source, to: paths[1]).run()
    let (direct, imported) = (try DatasetFile(paths[0]), try DatasetFile(paths[1]))
    #expect(imported.digest == direct.digest)
    #expect(imported.splits.map(\.name) == direct.splits.map(\.name))
    for (split, other) in zip(direct.splits, imported.splits) {
      #expect(split.imageNames == other.imageNames)
      #expect(split.tasks == other.tasks)
      for index in 0..<split.count {
        let (sample, found) = (try split.sample(index), try other.sample(index))
        #expect(sample.image == found.image)
        #expect(sample.labels == found.labels)
      }
    }
  }

  @Test func anAdaShareFolderHoldsTheRooms() throws {
    let directory = try TemporaryDirectory()
    let folder = directory.file("rooms")
    #expect(try FolderExport(rooms(.nyuv2), to: folder).run(threads: 2)?.isEmpty == true)
    try expectRooms(.nyuv2, from: NYUv2FolderSource(folder), in: directory)
  }

  @Test func aTaskonomyFolderHoldsTheRoomsByIndex() throws {
    let directory = try TemporaryDirectory()
    let folder = directory.file("rooms")
    _ = try FolderExport(rooms(.taskonomy), to: folder).run()
    try expectRooms(.taskonomy, from: TaskonomyFolderSource(folder), in: directory)
  }

  @Test func aTaskonomyFolderHoldsTheRoomsBySearchAndSplitTable() throws {
    let directory = try TemporaryDirectory()
    let folder = directory.file("rooms")
    _ = try FolderExport(rooms(.taskonomy), to: folder).run()
    try FileManager.default.removeItem(atPath: "\(folder)/taskonomy.json")
    #expect(try directory.bytes("rooms/splits.csv").contains(13))
    #expect(try !directory.bytes("rooms/splits.csv").contains(10))
    let source = try TaskonomyFolderSource(folder, splitTable: "\(folder)/splits.csv")
    try expectRooms(.taskonomy, from: source, in: directory)
  }

  @Test func anInterruptedExportGoesOn() throws {
    let directory = try TemporaryDirectory()
    let work = try FolderExport(rooms(.nyuv2), to: directory.file("rooms"))
    var count = 0
    let interrupted = try work.run {
      count += 1
      return count < 2
    }
    #expect(interrupted == nil)
    #expect(!FileManager.default.fileExists(atPath: work.path))
    #expect(try work.begin() == [1, 2, 3, 4])
    #expect(try work.run()?.isEmpty == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["rooms"])
    try expectRooms(.nyuv2, from: NYUv2FolderSource(work.path), in: directory)
  }

  @Test func aFolderIsReplacedWhenAskedFor() throws {
    let directory = try TemporaryDirectory()
    let folder = directory.file("rooms")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try directory.write([1], to: "rooms/old")
    #expect(throws: PartsFolderError.self) { try FolderExport(rooms(.nyuv2), to: folder).run() }
    #expect(throws: DatasetError.self) {
      try DatasetImport(rooms(.nyuv2), to: folder, replacing: true).run()
    }
    _ = try FolderExport(rooms(.nyuv2), to: folder, replacing: true).run()
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/old"))
    #expect(try NYUv2FolderSource(folder).splits.map(\.images.count) == [2, 3])
  }
}
