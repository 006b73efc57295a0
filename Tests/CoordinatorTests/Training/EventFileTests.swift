import Foundation
import Testing

@testable import Coordinator

@Suite struct EventFileTests {
  /// The bytes that TensorBoard 2.21 writes for the same events.
  private static let published = """
    1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c\
    100000000000000095fbfe1809000000000000f83f10ad023a020801d17949d4\
    2b00000000000000861bc34b09000000000000f83f10ae022a1d0a110a0a636c65616e2f6c6f737315\
    0000803e0a080a0172156f12833af2d5aee3
    """

  @Test func eventsAreThoseOfTensorBoard() {
    let time = Date(timeIntervalSince1970: 1.5)
    let events = [
      EventMessage(time, step: 0).fileVersion, EventMessage(time, step: 301).sessionStart,
      EventMessage(time, step: 302).summary([("clean/loss", 0.25), ("r", 1e-3)]),
    ]
    let bytes = events.flatMap { EventFile.record($0) }
    let digits = bytes.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    #expect(digits.joined() == Self.published)
  }

  @Test func aFileBeginsWithItsVersionAndStart() throws {
    let folder = try ScratchFolder()
    let path = folder.path("x")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let start = Date(timeIntervalSince1970: 12)
    let file = try EventFile(in: path, start: start, source: "host.7", from: 5)
    try file.append([("a", 1)], iteration: 5)
    try file.sync()
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
    #expect(names == ["events.out.tfevents.0000000012.host.7"])
    let bytes = try folder.bytes("x/\(names[0])")
    let head =
      EventFile.record(EventMessage(start, step: 0).fileVersion)
      + EventFile.record(EventMessage(start, step: 5).sessionStart)
    #expect(Array(bytes.prefix(head.count)) == head)
    #expect(bytes.count > head.count)
  }
}
