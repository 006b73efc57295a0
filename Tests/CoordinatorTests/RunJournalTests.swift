import ByteStorage
import Jobs
import Testing

@testable import Coordinator

struct RunJournalTests {
  private let identity = RunIdentity([.init("data", "a"), .init("model", "b")])

  private func written(_ folder: ScratchFolder) throws -> String {
    let path = folder.path("journal")
    let journal = try RunJournal.create(
      path, identity: identity, imageCount: 2, configurationCount: 3)
    for (image, configuration) in [(1, 0), (0, 2), (0, 0)] {
      #expect(try journal.append(Example.record(image, configuration).bytes))
    }
    try journal.sync()
    return path
  }

  private func open(
    _ path: String, _ other: RunIdentity? = nil, images: Int = 2
  ) throws -> (journal: RunJournal, recovery: RunJournal.Recovery) {
    try RunJournal.open(
      path, identity: other ?? identity, imageCount: images, configurationCount: 3
    ) { _ in }
  }

  @Test func recordsComeBackWhateverTheirOrder() throws {
    let folder = try ScratchFolder()
    let (journal, recovery) = try open(written(folder))
    #expect(recovery.recordCount == 3)
    #expect(recovery.tornByteCount == 0)
    #expect(journal.has(RecordKey(image: 0, configuration: 2)))
    #expect(!journal.has(RecordKey(image: 0, configuration: 1)))
    for (image, configuration) in [(0, 0), (0, 2), (1, 0)] {
      let key = RecordKey(image: image, configuration: configuration)
      #expect(
        try journal.record(key, conventions: Example.conventions)
          == Example.record(image, configuration))
    }
  }

  @Test func nothingIsKeptTwice() throws {
    let folder = try ScratchFolder()
    let (journal, _) = try open(written(folder))
    let length = try folder.bytes("journal").count
    #expect(try !journal.append(Example.record(0, 2).bytes))
    #expect(try folder.bytes("journal").count == length)
    #expect(journal.recordCount == 3)
  }

  @Test func aRecordTornAtAnyByteIsDoneAgain() throws {
    let folder = try ScratchFolder()
    let path = try written(folder)
    let bytes = try folder.bytes("journal")
    let frame = 8 + (try Example.record(0, 0).bytes.count)
    for lost in 1...frame {
      try folder.write(Array(bytes.dropLast(lost)), to: "journal")
      let (journal, recovery) = try open(path)
      #expect(recovery.recordCount == 2)
      #expect(recovery.tornByteCount == frame - lost)
      #expect(try journal.append(Example.record(0, 0).bytes))
      try journal.sync()
      #expect(try folder.bytes("journal") == bytes)
    }
  }

  @Test func anotherRunIsRefusedAndLeftAsItIs() throws {
    let folder = try ScratchFolder()
    let path = try written(folder)
    let bytes = try folder.bytes("journal")
    let other = RunIdentity([.init("data", "a"), .init("model", "c")])
    let error = #expect(throws: RunIdentity.Mismatch.self) { _ = try open(path, other) }
    #expect(error?.name == "model")
    #expect(error?.expectation == "b")
    #expect(error?.finding == "c")
    #expect(try folder.bytes("journal") == bytes)
  }

  @Test func aRecordOfAnotherSizeOfRunIsRefused() throws {
    let folder = try ScratchFolder()
    let path = try written(folder)
    let error = #expect(throws: FrameError.self) { _ = try open(path, images: 1) }
    #expect(error?.finding == "image 1, configuration 0")
  }

  @Test func aJournalKilledBeforeItsFirstFrameBeginsAnew() throws {
    let folder = try ScratchFolder()
    let path = try written(folder)
    let bytes = try folder.bytes("journal")
    try folder.write(Array(bytes.prefix(11)), to: "journal")
    let (journal, recovery) = try open(path)
    #expect(recovery.recordCount == 0)
    #expect(try journal.append(Example.record(1, 1).bytes))
    try journal.sync()
    #expect(try open(path).recovery.recordCount == 1)
  }
}
