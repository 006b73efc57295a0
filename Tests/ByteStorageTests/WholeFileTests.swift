import ByteStorage
import Foundation
import Testing

@Suite struct WholeFileTests {
  private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("whole-\(UUID().uuidString)").path
    try Data(bytes).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 100_000]) func everyByteIsRead(_ count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try withFile(bytes) { path in
      let found = try WholeFile.read(path)
      #expect(found == bytes)
    }
  }

  /// The system says that such a file has no bytes.
  @Test func aFileOfUnknownSizeIsReadToItsEnd() throws {
    let words = try WholeFile.read("/proc/self/status")
    #expect(words.count > 100 && words.last == UInt8(ascii: "\n"))
  }

  @Test func theLimitIsTheLastCountThatIsRead() throws {
    try withFile([1, 2, 3, 4]) { path in
      let found = try WholeFile.read(path, largestByteCount: 4)
      #expect(found == [1, 2, 3, 4])
      let error = #expect(throws: FileError.self) {
        try WholeFile.read(path, largestByteCount: 3)
      }
      #expect(error?.reason == "File too large")
    }
  }

  @Test func theSystemSaysWhy() throws {
    let missing = #expect(throws: FileError.self) { try WholeFile.read("/nowhere/at/all") }
    #expect(missing?.reason == "No such file or directory")
    let folder = #expect(throws: FileError.self) { try WholeFile.read("/") }
    #expect(folder?.reason == "Is a directory")
    try withFile([]) { path in
      let below = #expect(throws: FileError.self) { try WholeFile.read(path + "/job.yml") }
      #expect(below?.reason == "Not a directory")
    }
  }
}
