import Foundation
import Testing

@testable import ByteStorage

struct FolderTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "folder-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }

  private func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  @Test func foldersAboveAreMadeToo() throws {
    try withFolder { root in
      try Folder.make("\(root)/a//b/c/")
      #expect(isFolder("\(root)/a/b/c"))
      // Once more is nothing new.
      try Folder.make("\(root)/a/b")
      try Folder.make("/")
    }
  }

  @Test func aFileOnTheWayIsNamedWithTheSystemsReason() throws {
    try withFolder { root in
      try Data().write(to: URL(filePath: "\(root)/file"))
      let below = #expect(throws: FileError.self) { try Folder.make("\(root)/file/a") }
      #expect(below?.reason == "Not a directory")
      let itself = #expect(throws: FileError.self) { try Folder.make("\(root)/file") }
      #expect(itself?.path == "\(root)/file")
      #expect(itself?.reason == "Not a directory")
    }
  }
}
