import Checkpoints
import Foundation
import Testing

@Suite struct FileAccessTests {
  @Test func absentFile() {
    let error = checkpointError { _ = try Checkpoint(path: "/nonexistent") }
    #expect(error?.kind == .inaccessible && error?.file == "/nonexistent")
    #expect(error?.finding == "open: No such file or directory")
  }

  @Test func folderPipeAndEmptyFile() throws {
    let path = Fixture.temporaryPath("special")
    #expect(
      checkpointError { _ = try Checkpoint(path: Fixture.directory.path) }?.kind == .inaccessible)
    try #require(mkfifo(path, 0o600) == 0)
    #expect(checkpointError { _ = try Checkpoint(path: path) }?.finding == "another kind of file")
    try FileManager.default.removeItem(atPath: path)
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(checkpointError { _ = try Checkpoint(path: path) }?.finding == "an empty file")
    try FileManager.default.removeItem(atPath: path)
  }

  @Test(arguments: ["plain.pt", "plain.safetensors"])
  func shrunkenFileIsNoticed(name: String) throws {
    let path = Fixture.temporaryPath(name)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(Fixture.bytes(name)).write(to: URL(fileURLWithPath: path))
    let checkpoint = try Checkpoint(path: path)
    #expect(try checkpoint.floats("bn.weight") == Fixture.values(4, seed: 2))
    try #require(truncate(path, 100) == 0)
    let error = checkpointError { _ = try checkpoint.floats("conv.weight") }
    #expect(error?.kind == .changed && error?.finding == "100 bytes")
  }
}
