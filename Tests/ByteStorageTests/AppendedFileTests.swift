import ByteStorage
import Foundation
import Testing

@Suite struct AppendedFileTests {
  @Test func bytesComeAfterThoseThatAreThere() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("appended-\(UUID().uuidString)").path
    try Data([1, 2]).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try AppendedFile(path)
    try file.append([3])
    try file.append([])
    try file.append([4, 5])
    try file.sync()
    let found = try WholeFile.read(path)
    #expect(found == [1, 2, 3, 4, 5])
  }

  @Test func theSystemSaysWhy() throws {
    let missing = #expect(throws: FileError.self) { try AppendedFile("/nowhere/at/all") }
    #expect(missing?.reason == "No such file or directory")
    // The device that is always full.
    let full = try AppendedFile("/dev/full")
    let error = #expect(throws: FileError.self) { try full.append([1]) }
    #expect(error?.description == "/dev/full: write: No space left on device")
  }
}
