import CheckpointFuzzing
import Checkpoints
import Testing

extension Damage {
  static let zip: [Damage] = [
    Damage("no directory", .truncated, finding: "none") {
      try Array(Fixture.bytes("plain.pt").dropLast(200))
    },
    Damage("end record cut", .truncated) { try Array(Fixture.bytes("plain.pt").dropLast(1)) },
    Damage("only the first signature", .truncated) { [0x50, 0x4B, 3, 4] },
    Damage("bytes gone from the middle", .invalidRange) {
      var file = try Fixture.bytes("plain.pt")
      file.removeSubrange(600..<700)
      return file
    },
    Damage("number of entries beyond the directory", .limitExceeded, finding: "60000") {
      var file = try archive { _ in }
      file.replace(at: file.count - 14, littleEndian: UInt16(60000))
      file.replace(at: file.count - 12, littleEndian: UInt16(60000))
      return file
    },
    Damage("fewer entries than the directory has", .malformed) {
      var file = try archive { _ in }
      file.replace(at: file.count - 14, littleEndian: UInt16(1))
      file.replace(at: file.count - 12, littleEndian: UInt16(1))
      return file
    },
    Damage("several disks", .malformed) {
      var file = try archive { _ in }
      file.replace(at: file.count - 18, littleEndian: UInt16(2))
      return file
    },
    Damage("directory offset outside", .invalidRange) {
      var file = try archive { _ in }
      file.replace(at: file.count - 6, littleEndian: UInt32(0x7FFF_FFFF))
      return file
    },
    Damage("64-bit record outside", .invalidRange) {
      var file = try Fixture.bytes("plain.pt")
      let locator = try #require(file.firstOffset(of: [0x50, 0x4B, 6, 7]))
      file.replace(at: locator + 8, littleEndian: UInt64.max)
      return file
    },
    Damage("64-bit record disagrees", .malformed) {
      var file = try Fixture.bytes("plain.pt")
      let record = try #require(file.firstOffset(of: [0x50, 0x4B, 6, 6]))
      file.replace(at: record + 48, littleEndian: UInt64(4))
      return file
    },
    Damage("64-bit record has another number of entries", .malformed, finding: "7") {
      var file = try Fixture.bytes("plain.pt")
      file.replace(at: file.count - 14, littleEndian: UInt16(7))
      file.replace(at: file.count - 12, littleEndian: UInt16(7))
      return file
    },
    Damage("entry offset outside", .invalidRange) { try directory(field: 42, UInt32(0x00FF_FFFF)) },
    Damage("64-bit entry offset without its field", .invalidRange) {
      try directory(field: 42, UInt32.max)
    },
    Damage("entry size outside", .invalidRange) {
      var file = try directory(field: 20, UInt32(0x00FF_FFFF))
      let header = try #require(file.firstOffset(of: [0x50, 0x4B, 1, 2]))
      file.replace(at: header + 24, littleEndian: UInt32(0x00FF_FFFF))
      return file
    },
    Damage("sizes differ", .invalidRange) { try directory(field: 20, UInt32(3)) },
    Damage("compressed entry", .compressed, finding: "method 8") {
      try directory(field: 10, UInt16(8))
    },
    Damage("encrypted entry", .compressed) { try directory(field: 8, UInt16(1)) },
    Damage("entry name not UTF-8", .malformed) { try directory(field: 46, UInt16(0xFFFF)) },
    Damage("local header of another entry", .malformed) {
      var file = try archive { _ in }
      file[30] = UInt8(ascii: "X")
      return file
    },
    Damage("entry twice", .duplicateName) { try archive { $0.entries.append($0.entries[1]) } },
    Damage("entries that overlap", .invalidRange) {
      // The second entry's header lies in the content of the first.
      var inner = try archive { $0.entries.removeSubrange(1...) }
      inner = Array(inner[..<(try #require(inner.firstOffset(of: [0x50, 0x4B, 1, 2])))])
      var file = ZipImage(["plain/a": inner, "plain/data.pkl": inner]).file
      let first = try #require(file.firstOffset(of: [0x50, 0x4B, 1, 2]))
      let second = first + 46 + "plain/a".utf8.count
      file.replace(at: second + 42, littleEndian: UInt32(30 + "plain/a".utf8.count))
      let size = UInt32(inner.count - 44)
      file.replace(at: second + 20, littleEndian: size)
      file.replace(at: second + 24, littleEndian: size)
      return file
    },
    Damage("wrong checksum of the pickle", .checksum) {
      try archive { $0.entries[0].checksum = 0 }
    },
    Damage("wrong checksum of a tensor", .checksum, tensor: "conv.weight") {
      try archive { image in
        let index = try #require(image.entries.firstIndex { $0.name.hasSuffix("/data/0") })
        image.entries[index].checksum = 0
      }
    },
    Damage("flipped bit of a tensor", .checksum, tensor: "conv.weight") {
      var file = try Fixture.bytes("plain.pt")
      let checkpoint = try Checkpoint(bytes: file, named: "whole")
      file[try #require(checkpoint["conv.weight"]).byteRange.lowerBound] ^= 1
      return file
    },
    Damage("no pickle", .missing) { try archive { $0.entries.removeFirst() } },
    Damage("two pickles", .missing, finding: "2") {
      try archive { $0.entries.append(.init(name: "other/data.pkl", content: [])) }
    },
    Damage("TorchScript", .unsupportedForm) {
      try archive { $0.entries.append(.init(name: "plain/constants.pkl", content: [])) }
    },
    Damage("no version", .missing) {
      try archive { $0.entries.removeAll { $0.name.hasSuffix("/version") } }
    },
    Damage("version to come", .unsupportedForm, finding: "'99'") {
      try archive { image in
        let index = try #require(image.entries.firstIndex { $0.name.hasSuffix("/version") })
        image.entries[index].content = Array("99".utf8)
      }
    },
    Damage("big-endian", .unsupportedForm, finding: "'big'") {
      ZipImage(pickle: PickleCode.pickle(.emptyDictionary), storages: [], byteOrder: "big").file
    },
    Damage("missing storage", .missing, tensor: "bn.weight") {
      try archive { $0.entries.removeAll { $0.name.hasSuffix("/data/1") } }
    },
    Damage("storage cut", .invalidRange, tensor: "conv.weight", finding: "188 bytes") {
      try archive { image in
        let index = try #require(image.entries.firstIndex { $0.name.hasSuffix("/data/0") })
        image.entries[index].content.removeLast(4)
      }
    },
    Damage("legacy file cut", .unsupportedForm) {
      try Array(Fixture.bytes("legacy.pt").prefix(20))
    },
    Damage("another kind of file", .unknownForm) { Array("\u{89}HDF and so on".utf8) },
  ]

  /// A golden archive with a field of its directory's first header overwritten.
  private static func directory<Number: FixedWidthInteger>(
    field: Int, _ value: Number
  ) throws -> [UInt8] {
    var file = try archive { _ in }
    let header = try #require(file.firstOffset(of: [0x50, 0x4B, 1, 2]))
    file.replace(at: header + field, littleEndian: value)
    return file
  }
}
