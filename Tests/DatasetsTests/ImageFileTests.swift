import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct ImageFileTests {
  private func read(base64: String) throws -> ImageFile {
    let directory = try TemporaryDirectory()
    let bytes = try #require(Data(base64Encoded: base64))
    return try ImageFile(directory.write(bytes, to: "image"))
  }

  @Test func eightAndSixteenBitsComeBack() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.png")
    let words = Raster<UInt16>(
      height: 2, width: 3, channels: 1, values: [0, 1, 255, 256, 4660, 65_535])
    try PNGWriter.write(words, to: path)
    #expect(try ImageFile(path).greyWords() == words)
    let colours = Raster<UInt8>(height: 1, width: 2, channels: 3, values: [1, 2, 3, 250, 0, 9])
    try PNGWriter.write(colours, to: path)
    #expect(try ImageFile(path).rgb() == colours)
    #expect(throws: ImageFileError.self) { try ImageFile(path).greyBytes() }
    #expect(throws: ImageFileError.self) { try ImageFile(path).greyWords() }
  }

  @Test func palettesAreResolved() throws {
    let file = try read(
      base64: "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAMAAADD/I+4AAAABlBMVEUBAgMoMjzyD6lKAAAAC0lEQVR4"
        + "nGNgZAAAAAUAAtFmM3gAAAAASUVORK5CYII=")
    #expect(try file.rgb().values == [40, 50, 60, 1, 2, 3])
  }

  @Test func greyOfTwoBitsIsNotStretched() throws {
    let file = try read(
      base64: "iVBORw0KGgoAAAANSUhEUgAAAAQAAAABAgAAAACW50iwAAAACklEQVR4nGOQBgAAHQAcjvT1IQAAAABJ"
        + "RU5ErkJggg==")
    #expect(try file.greyBytes().values == [0, 1, 2, 3])
  }

  @Test func alphaIsDropped() throws {
    let file = try read(
      base64: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAACCAQAAAAziH6sAAAADklEQVR4nGPgPMHAzgAAA2EA2T9oOw4A"
        + "AAAASUVORK5CYII=")
    #expect(try file.greyBytes().values == [9, 7])
    #expect(try file.rgb().values == [9, 9, 9, 7, 7, 7])
  }

  /// 16x8 pixels of (200, 100, 50).
  private static let jpeg =
    """
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBw
    YGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoK
    CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xA
    AUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAACP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAM
    AwEAAhEDEQA/AJ4Armw//9k=
    """

  @Test func jpegIsReadAndItsDamageFound() throws {
    let text = Self.jpeg.filter { !$0.isNewline }
    let raster = try read(base64: text).rgb()
    #expect(raster.extents == "8x16x3")
    for (value, expected) in zip(raster.values[0..<3], [200, 100, 50]) {
      #expect(abs(Int(value) - expected) <= 2)
    }
    let bytes = try #require(Data(base64Encoded: text))
    let directory = try TemporaryDirectory()
    for count in [2, 30, 200, bytes.count - 8] {
      let path = try directory.write(bytes.prefix(count), to: "cut.jpg")
      #expect(throws: ImageFileError.self, "the first \(count) bytes") { try ImageFile(path) }
    }
  }

  @Test func numPyTypesAndOrders() throws {
    let directory = try TemporaryDirectory()
    func read(_ type: String, _ order: String, _ values: [UInt8]) throws -> [Float] {
      let header = Array("{'descr': '\(type)', 'fortran_order': \(order), 'shape': (2, 1, 2)}".utf8)
      let path = try directory.write(
        [0x93] + Array("NUMPY".utf8) + [2, 0, UInt8(header.count), 0, 0, 0] + header + values,
        to: "a.npy")
      return try NumPyFile(path).values
    }
    #expect(try read("|u1", "False", [1, 2, 3, 255]) == [1, 2, 3, 255])
    #expect(try read("|u1", "True", [1, 2, 3, 4]) == [1, 3, 2, 4])
    #expect(try read(">i2", "False", [0, 1, 255, 255, 1, 0, 0, 0]) == [1, -1, 256, 0])
    #expect(
      try read("<f2", "False", [0, 0x3C, 0, 0xC0, 1, 0, 0, 0x7C])
        == [1, -2, 0x1p-24, .infinity])
    #expect(
      try read(">f8", "False", [0x3F, 0xF8] + [UInt8](repeating: 0, count: 30)) == [1.5, 0, 0, 0])
    #expect(throws: ImageFileError.self) {
      try read("<c8", "False", [UInt8](repeating: 0, count: 32))
    }
  }

  @Test func whatIsWrittenAsNumPyIsRead() throws {
    let directory = try TemporaryDirectory()
    let map = Raster<Float>(height: 2, width: 2, channels: 1, values: [0.1, -3, 1e-30, 7])
    try NumPyWriter.write(map, to: directory.file("a.npy"))
    #expect(try NumPyFile(directory.file("a.npy")).map() == map)
  }
}
