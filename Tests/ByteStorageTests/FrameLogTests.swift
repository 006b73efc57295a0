import ByteStorage
import Foundation
import Testing

struct FrameLogTests {
  private static let payloads: [[UInt8]] = [[], [1], Array(repeating: 7, count: 300), [9, 9]]

  private func written(_ folder: Folder) throws -> (path: String, bytes: [UInt8]) {
    let path = folder.path("log")
    let log = try FrameLog.create(path, kind: "TESTLOG1")
    for payload in Self.payloads { try log.append(payload) }
    try log.sync()
    return (path, try Array(Data(contentsOf: URL(fileURLWithPath: path))))
  }

  private func frames(_ path: String) throws -> (payloads: [[UInt8]], torn: Int) {
    var payloads: [[UInt8]] = []
    let (log, torn) = try FrameLog.open(path, kind: "TESTLOG1") { position, payload in
      payloads.append(payload)
      _ = position
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == log.byteCount)
    return (payloads, torn)
  }

  @Test func framesComeBackAndMoreCanFollow() throws {
    let folder = try Folder()
    let (path, _) = try written(folder)
    var positions: [Int] = []
    let (log, torn) = try FrameLog.open(path, kind: "TESTLOG1") { position, _ in
      positions.append(position)
    }
    #expect(torn == 0)
    let last = try log.append([5, 6])
    #expect(try log.frame(at: positions[2]) == Self.payloads[2])
    #expect(try log.frame(at: last) == [5, 6])
    #expect(try frames(path).payloads == Self.payloads + [[5, 6]])
  }

  @Test func aTornFrameIsCutOffWhereverItEnds() throws {
    let folder = try Folder()
    let (path, bytes) = try written(folder)
    let lastFrame = 8 + Self.payloads[3].count
    for lost in 1..<lastFrame {
      try Data(bytes.dropLast(lost)).write(to: URL(fileURLWithPath: path))
      let found = try frames(path)
      #expect(found.payloads == Array(Self.payloads.dropLast()))
      #expect(found.torn == lastFrame - lost)
      // What was cut off does not come back.
      #expect(try frames(path).torn == 0)
    }
  }

  @Test func aChangedBitEndsTheLogThere() throws {
    let folder = try Folder()
    let (path, bytes) = try written(folder)
    let secondFrame = 8 + 8
    for position in secondFrame..<secondFrame + 9 {
      var damaged = bytes
      damaged[position] ^= 0x10
      try Data(damaged).write(to: URL(fileURLWithPath: path))
      #expect(try frames(path).payloads == [[]])
    }
  }

  @Test func readingOnlyCutsNothing() throws {
    let folder = try Folder()
    let (path, bytes) = try written(folder)
    try Data(bytes.dropLast()).write(to: URL(fileURLWithPath: path))
    let (_, torn) = try FrameLog.open(path, kind: "TESTLOG1", isReadOnly: true) { _, _ in }
    #expect(torn == 9)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == bytes.count - 1)
  }

  @Test func aLogOfAnotherKindIsRefused() throws {
    let folder = try Folder()
    let (path, _) = try written(folder)
    let error = #expect(throws: FrameError.self) {
      _ = try FrameLog.open(path, kind: "OTHERLOG") { _, _ in }
    }
    #expect(error?.expectation == "\"OTHERLOG\"")
    #expect(error?.finding == "\"TESTLOG1\"")
    #expect(throws: FileError.self) { _ = try FrameLog.create(path, kind: "TESTLOG1") }
  }

  /// Writing to /dev/full fails as on a full disk; a limit on the file's size does it for a log.
  @Test func aFailedAppendLeavesTheLogAsItWas() throws {
    let folder = try Folder()
    let (path, bytes) = try written(folder)
    let (log, _) = try FrameLog.open(path, kind: "TESTLOG1", isReadOnly: true) { _, _ in }
    let error = #expect(throws: FileError.self) { try log.append([1, 2, 3]) }
    #expect(error?.function == "write")
    #expect(log.byteCount == bytes.count)
    #expect(try frames(path).payloads == Self.payloads)
  }
}

struct FileTests {
  @Test func aPartialFileIsThereWholeOrNotAtAll() throws {
    let folder = try Folder()
    let path = folder.path("text")
    try PartialFile.write([1, 2], to: path)
    do {
      var file = try PartialFile(besides: path)
      let bytes: [UInt8] = [3]
      try file.write(bytes.span.bytes)
    }
    #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == [1, 2])
    #expect(try folder.names() == ["text"])
    let error = #expect(throws: FileError.self) {
      try PartialFile.write([1], to: folder.path("missing/text"))
    }
    #expect(error?.function == "open")
  }

  @Test func aLockNamesItsHolderAndIsFreeAfterwards() throws {
    let folder = try Folder()
    let path = folder.path("lock")
    do {
      let lock = try FileLock.take(path, holder: "process 1 on host a")
      let error = #expect(throws: FileLock.Held.self) {
        _ = try FileLock.take(path, holder: "process 2 on host b")
      }
      #expect(error?.holder == "process 1 on host a")
      withExtendedLifetime(lock) {}
    }
    _ = try FileLock.take(path, holder: "process 2")
  }
}

/// A folder that goes away with its owner.
private final class Folder {
  private let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("byte-storage-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }
}
