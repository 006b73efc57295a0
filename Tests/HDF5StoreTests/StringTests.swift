import HDF5Store
import TestSupport
import Testing

/// Text of both kinds.
@Suite struct StringTests {
  private let directory: TemporaryDirectory
  private let names = ["küche", "", "浴室", "a name with spaces ", "x"]

  init() throws { directory = try TemporaryDirectory() }

  @Test func bothKindsKeepTheText() throws {
    let path = directory.file("strings.h5")
    let file = try HDF5File.create(path)
    for (label, type) in [
      ("fixed", ElementType.fixedString(fitting: names)), ("variable", .variableString),
    ] {
      let array = try file.root.createStringDataset("\(label)/array", of: type, shape: [5])
      try array.writeStrings(names)
      let chunked = try file.root.createStringDataset(
        "\(label)/chunked", of: type, shape: [5],
        layout: type == .variableString
          ? .chunked([2], hasChecksum: false) : .chunked([2], deflateLevel: 3))
      try chunked.writeStrings(Array(names[1...2]), to: Hyperslab(start: [1], count: [2]))
      let scalar = try file.root.createStringDataset("\(label)/scalar", of: type, shape: [])
      try scalar.writeStrings([names[0]])
    }
    try file.close()
    let again = try HDF5File.open(path)
    #expect(try again.root.dataset("fixed/array").elementType == .fixedString(byteCount: 19))
    #expect(try again.root.dataset("variable/array").elementType == .variableString)
    for label in ["fixed", "variable"] {
      let array = try again.root.dataset("\(label)/array")
      #expect(try array.readStrings() == names)
      #expect(try array.readStrings(Hyperslab(start: [2], count: [2])) == Array(names[2...3]))
      #expect(try again.root.dataset("\(label)/chunked").readStrings() == ["", "", "浴室", "", ""])
      #expect(try again.root.dataset("\(label)/scalar").readString() == names[0])
      #expect(hdf5Error { _ = try array.readString() }?.kind == .shapeMismatch)
      #expect(hdf5Error { _ = try array.read(as: UInt8.self) }?.kind == .typeMismatch)
    }
    try again.close()
  }

  @Test func textThatCannotBeStoredIsRefused() throws {
    let file = try HDF5File.create(directory.file("bad.h5"))
    let fixed = try file.root.createStringDataset("f", of: .fixedString(byteCount: 4), shape: [2])
    let error = hdf5Error { try fixed.writeStrings(["abcd", "küche"]) }
    #expect(error?.kind == .invalidText)
    #expect(error?.found == "6 in string 1")
    #expect(hdf5Error { try fixed.writeStrings(["a", "a\0b"]) }?.kind == .invalidText)
    #expect(hdf5Error { try fixed.writeStrings(["a"]) }?.kind == .shapeMismatch)
    let numbers = try file.root.createDataset("n", of: UInt8.self, shape: [1])
    #expect(hdf5Error { try numbers.writeStrings(["a"]) }?.kind == .typeMismatch)
    #expect(hdf5Error { _ = try numbers.readStrings() }?.kind == .typeMismatch)
    #expect(
      hdf5Error {
        _ = try file.root.createStringDataset("e", of: .fixedString(byteCount: 0), shape: [1])
      }?.kind == .invalidArgument)
    let filtered = hdf5Error {
      _ = try file.root.createStringDataset(
        "v", of: .variableString, shape: [1], layout: .chunked([1]))
    }
    #expect(filtered?.kind == .invalidArgument)
    #expect(filtered?.found == "a checksum for strings of variable length")
    try file.close()
  }

  @Test func bytesThatAreNotUTF8AreRefused() throws {
    let file = try HDF5File.create(directory.file("utf8.h5"))
    try file.root.createStringDataset("s", of: .fixedString(byteCount: 8), shape: [2])
      .writeStrings(["harmless", "MARKER!!"])
    try file.close()
    var bytes = try directory.bytes("utf8.h5")
    let marker = Array("MARKER!!".utf8)
    let position = try #require(bytes.firstRange(of: marker)).lowerBound
    bytes[position + 3] = 0xFF
    let damaged = try HDF5File.open(directory.write(bytes, to: "utf8-bad.h5"))
    let error = hdf5Error { _ = try damaged.root.dataset("s").readStrings() }
    #expect(error?.kind == .invalidText)
    #expect(error?.found == "other bytes in string 1")
    #expect(error?.object == "/s")
    try damaged.close()
  }
}
