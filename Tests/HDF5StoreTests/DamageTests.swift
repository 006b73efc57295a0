import HDF5Store
import TestSupport
import Testing

/// Damaged files: an error that says where, never other data, never endless memory.
@Suite struct DamageTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Values whose bytes can be found in the file, a chunk each.
  private let rows = (0..<4).map { row in
    (0..<256).map { UInt8(truncatingIfNeeded: $0 * (2 * row + 3) + row) }
  }

  private func makeFile(_ layout: DatasetLayout) throws -> [UInt8] {
    let file = try HDF5File.create(directory.file("whole.h5"), replacing: true)
    let dataset = try file.root.createDataset(
      "test/image", of: UInt8.self, shape: [4, 256], layout: layout)
    try dataset.write(rows.flatMap { $0 })
    try file.close()
    return try directory.bytes("whole.h5")
  }

  @Test func aFlippedBitInAChunkIsFound() throws {
    let whole = try makeFile(.chunked([1, 256]))
    let chunk = try #require(whole.firstRange(of: rows[2])).lowerBound
    for bit in [0, 7, 8 * 100 + 3, 8 * 255 + 7, 8 * 256, 8 * 259 + 7] {
      var bytes = whole
      bytes[chunk + bit / 8] ^= 1 << (bit % 8)
      let path = try directory.write(bytes, to: "flipped.h5")
      let file = try HDF5File.open(path)
      let dataset = try file.root.dataset("test/image")
      for error in [
        hdf5Error { _ = try dataset.read(as: UInt8.self) },
        hdf5Error { _ = try dataset.read(Hyperslab(rows: 2..<3, of: [4, 256]), as: UInt8.self) },
        hdf5Error {
          var memory = [UInt8](repeating: 0, count: 1024)
          var span = memory.mutableSpan
          try dataset.read(into: &span)
        },
      ] {
        #expect(error?.kind == .damaged)
        #expect(error?.path == path)
        #expect(error?.object == "/test/image")
        #expect(error?.function == "H5Dread")
        #expect(error?.messages.first?.contains("checksum") == true)
        #expect(error?.description.contains("/test/image") == true)
      }
      // The other chunks are as good as before.
      #expect(try dataset.read(Hyperslab(rows: 3..<4, of: [4, 256])) == rows[3])
      try file.close()
    }
  }

  @Test func aFlippedBitInACompressedChunkIsFound() throws {
    let whole = try makeFile(.chunked([4, 256], shuffles: true, deflateLevel: 6))
    let pristine = try HDF5File.open(directory.file("whole.h5"))
    #expect(try pristine.root.dataset("test/image").read() == rows.flatMap { $0 })
    try pristine.close()
    // Wherever the chunk lies: no flipped bit may ever yield other values.
    var refused = 0
    for position in stride(from: 8, to: whole.count, by: 5) {
      var bytes = whole
      bytes[position] ^= 1 << (position % 8)
      let path = try directory.write(bytes, to: "flipped.h5")
      do {
        let file = try HDF5File.open(path)
        let values = try file.root.dataset("test/image").read(as: UInt8.self)
        #expect(values == rows.flatMap { $0 }, "bit in byte \(position)")
        try file.close()
      } catch let error as HDF5Error {
        refused += 1
        #expect(error.path == path)
      }
    }
    #expect(refused > 100)
  }

  @Test func damagedStringsOfVariableLengthAreFoundOrOtherText() throws {
    let strings = (0..<5).map { "string number \($0)" }
    let file = try HDF5File.create(directory.file("heap.h5"))
    try file.root.createStringDataset("s", of: .variableString, shape: [5]).writeStrings(strings)
    try file.root.attributes.setVariable("a", to: strings)
    try file.close()
    let whole = try directory.bytes("heap.h5")
    let heap = try #require(whole.firstRange(of: Array("GCOL".utf8))).lowerBound
    // The heap has no checksum. A library that trusts it reads outside of its memory.
    var refused = 0
    for position in heap..<heap + 400 {
      for bits in [0x01, 0x40, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[position] ^= bits
        let damaged = try HDF5File.open(directory.write(bytes, to: "heap-bad.h5"))
        for read in [
          { try damaged.root.dataset("s").readStrings() },
          { try damaged.root.attributes.readStrings("a") },
        ] {
          do {
            #expect(try read().count == 5)
          } catch let error as HDF5Error {
            refused += 1
            #expect(error.kind == .damaged || error.kind == .invalidText, "\(error)")
            #expect(error.object == "/s" || error.object == "/@a")
          }
        }
        try damaged.close()
      }
    }
    #expect(refused > 500)
  }

  @Test func damagedReferencesToStringsAreFound() throws {
    let file = try HDF5File.create(directory.file("references.h5"))
    try file.root.createStringDataset("s", of: .variableString, shape: [2])
      .writeStrings(["fifteen letters", "more"])
    try file.close()
    let whole = try directory.bytes("references.h5")
    let heap = try #require(whole.firstRange(of: Array("GCOL".utf8))).lowerBound
    let address = (0..<8).map { UInt8(truncatingIfNeeded: heap >> (8 * $0)) }
    let reference = try #require(whole.firstRange(of: [15, 0, 0, 0] + address)).lowerBound
    // Length beyond the object; address of another place, and beyond the file; no such object.
    for (offset, value) in [(0, 16), (3, 0x40), (4, address[0] ^ 8), (10, 1), (12, 99)] {
      var bytes = whole
      bytes[reference + offset] = UInt8(value)
      let damaged = try HDF5File.open(directory.write(bytes, to: "references-bad.h5"))
      let error = hdf5Error { _ = try damaged.root.dataset("s").readStrings() }
      #expect(error?.kind == .damaged || error?.kind == .limitExceeded, "byte \(offset)")
      #expect(error?.object == "/s")
      try damaged.close()
    }
  }

  @Test func sizesBeyondTheFileAreNotBelieved() throws {
    let path = directory.file("claims.h5")
    let file = try HDF5File.create(path)
    let huge = 1 << 40
    _ = try file.root.createDataset(
      "chunked", of: Float.self, shape: [huge], layout: .chunked([1024], isExtendable: true))
    _ = try file.root.createStringDataset(
      "strings", of: .fixedString(byteCount: 1000), shape: [huge],
      layout: .chunked([4], isExtendable: true))
    _ = try file.root.createStringDataset(
      "variable", of: .variableString, shape: [huge],
      layout: .chunked([4], hasChecksum: false, isExtendable: true))
    try file.close()
    let again = try HDF5File.open(path)
    let error = hdf5Error { _ = try again.root.dataset("chunked").read(as: Float.self) }
    #expect(error?.kind == .limitExceeded)
    #expect(error?.object == "/chunked")
    #expect(error?.found == "elements of \(huge * 4) bytes")
    for name in ["strings", "variable"] {
      let error = hdf5Error { _ = try again.root.dataset(name).readStrings() }
      #expect(error?.kind == .limitExceeded)
    }
    // A part of it is read as ever.
    let part = try again.root.dataset("chunked").read(
      Hyperslab(start: [huge - 3], count: [3]), as: Float.self)
    #expect(part == [0, 0, 0])
    try again.close()
  }

  @Test func attributesBeyondTheLimitAreRefused() throws {
    let file = try HDF5File.create(directory.file("attribute.h5"))
    let error = hdf5Error {
      try file.root.attributes.set("big", to: [UInt8](repeating: 0, count: (64 << 20) + 1))
    }
    #expect(error?.kind == .limitExceeded)
    #expect(error?.object == "/@big")
    try file.close()
  }
}
