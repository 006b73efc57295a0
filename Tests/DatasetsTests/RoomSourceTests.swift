import Datasets
import Rooms
import Tasks
import TestSupport
import Testing

@Suite struct RoomSourceTests {
  private func source(
    _ style: LabelDialect, test: Int, train: Int, seed: UInt64 = 5
  ) throws -> RoomSource {
    try RoomSource(
      style: style, seed: seed, counts: RoomSource.Counts(test: test, train: train), height: 24,
      width: 32)
  }

  @Test(arguments: LabelDialect.allCases)
  func theFileHasBothSplitsWithAllTasks(_ style: LabelDialect) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("rooms.h5")
    let skipped = try DatasetImport(source(style, test: 2, train: 1), to: path).run(threads: 2)
    #expect(skipped?.isEmpty == true)
    let file = try DatasetFile(path)
    #expect(file.description.dialect == style)
    #expect(file.description.tasks == style.tasks)
    #expect(file.splits.map(\.name) == ["test", "train"])
    #expect(file.splits.map(\.count) == [2, 1])
    for split in file.splits {
      #expect((split.height, split.width) == (24, 32))
      for index in 0..<split.count { _ = try split.verifiedSample(index) }
      #expect(try SplitStatistics(split).labels.allSatisfy { $0.unknownValues == 0 })
    }
  }

  @Test func theSamplesAreRenderedRooms() throws {
    let source = try source(.taskonomy, test: 3, train: 0)
    let room = Room.render(
      seed: 5, index: 2, size: try RoomImageSize(height: 24, width: 32), style: .taskonomy)
    let sample = try source.sample(2, of: 0)
    #expect(sample.name == "rooms-test-point_2-view_0")
    #expect(sample.image.values == room.image)
    #expect(sample.labels[.segmentation] == .bytes(room.segmentation))
    #expect(sample.labels[.normals] == .bytes(room.normals))
    #expect(sample.labels[.keypoints] == .words(room.keypoints))
    #expect(sample.labels[.edges] == .words(room.edges))
  }

  @Test func moreRoomsChangeNoneThatWereThere() throws {
    let (few, many) = (try source(.nyuv2, test: 1, train: 1), try source(.nyuv2, test: 3, train: 2))
    for split in 0..<2 {
      let (sample, same) = (try few.sample(0, of: split), try many.sample(0, of: split))
      #expect(sample.name == same.name)
      #expect(sample.image == same.image)
      #expect(sample.labels == same.labels)
    }
    #expect(try many.sample(0, of: 0).image != many.sample(0, of: 1).image)
    let other = try source(.nyuv2, test: 1, train: 1, seed: 6)
    #expect(try few.sample(0, of: 1).image != other.sample(0, of: 1).image)
  }

  @Test func impossibleExtentsAreRefused() {
    #expect(throws: RoomError.self) {
      try RoomSource(
        style: .nyuv2, seed: 1, counts: RoomSource.Counts(test: 1), height: 8, width: 32)
    }
  }
}
