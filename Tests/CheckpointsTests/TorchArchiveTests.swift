import CheckpointFuzzing
import Checkpoints
import Foundation
import Testing

@Suite struct TorchArchiveTests {
  @Test(arguments: ["plain.pt", "protocol5.pt"])
  func equalsSafetensors(name: String) throws {
    let torch = try Checkpoint(path: Fixture.path(name))
    let golden = try Checkpoint(path: Fixture.path("plain.safetensors"))
    #expect(torch.form == .pytorch)
    #expect(torch.layout == nil && torch.iteration == nil)
    #expect(torch.tensors.map(\.name) == golden.tensors.map(\.name))
    for (record, expected) in zip(torch.tensors, golden.tensors) {
      #expect(record.shape == expected.shape && record.scalarType == expected.scalarType)
      let values = try torch.floats(record, converting: [.int64])
      #expect(try values == golden.floats(expected, converting: [.int64]))
    }
  }

  @Test func readsATrainersDictionary() throws {
    let checkpoint = try Checkpoint(path: Fixture.path("nested.pt"))
    #expect(checkpoint.iteration == 12)
    #expect(checkpoint.tensors.map(\.name) == ["weight", "bias"])
    #expect(try checkpoint.floats("weight") == Fixture.values(6, seed: 5))
    #expect(try checkpoint.floats("bias") == Fixture.values(2, seed: 6))
    let layout = try #require(checkpoint.layout)
    #expect(layout.className == "main.layout.Layout" && layout.taskCount == 3)
    #expect(
      layout.blocks == [
        [[0, 1, 2]], [[0, 1, 2]], [[1], [0, 2]], [[1], [0, 2]], [[1], [2], [0]],
      ])
  }

  @Test func reachesTheRestOfTheTree() throws {
    let checkpoint = try Checkpoint(path: Fixture.path("nested.pt"))
    let contents = try #require(checkpoint.contents)
    let adam = try #require(contents["optimizer"]?["state"]?[1])
    let step = try #require(adam["step"]?.tensor)
    let average = try #require(adam["exp_avg"]?.tensor)
    #expect(step.name == "step" && step.shape == [])
    #expect(try checkpoint.floats(step) == [1])
    let expected = Fixture.values(2, seed: 8).map { 0.5 * $0 }
    #expect(try checkpoint.floats(average) == expected)
    let group = try #require(contents["optimizer"]?["param_groups"]?.elements?.first)
    #expect(group["lr"]?.double == 0.001)
    #expect(group["params"]?.elements?.map(\.integer) == [0, 1])
    #expect(contents["big"]?.integer == 1 << 40 && contents["negative"]?.integer == -3)
    #expect(contents["size"]?.elements?.map(\.integer) == [2, 3])
    #expect(contents["frozen"]?.elements?.map(\.integer) == [4])
    #expect(contents["pair"]?.elements?.last?.string == "two")
    #expect(contents["layout"]?.object?.name == "Layout")
    #expect(contents["absent"] == nil && contents["pair"]?["x"] == nil)
    guard case .bytes([0x00, 0xFF])? = contents["raw"]?.content,
      case .none? = contents["nothing"]?.content,
      case .bool(false)? = contents["scheduler"]?["_is_initial"]?.content
    else {
      Issue.record("bytes, None or False read as something else")
      return
    }
  }

  @Test func followsStridesAndSharedStorage() throws {
    let checkpoint = try Checkpoint(path: Fixture.path("strided.pt"))
    let whole = Fixture.values(24, seed: 9)
    #expect(try checkpoint.floats("whole") == whole)
    let transposed = (0..<4).flatMap { column in (0..<6).map { whole[$0 * 4 + column] } }
    #expect(try checkpoint.floats("transposed") == transposed)
    let slice = [5, 6, 13, 14, 21, 22].map { whole[$0] }
    #expect(try checkpoint.floats("slice") == slice)
    #expect(try checkpoint.floats("offset") == Array(whole[16..<20]))
    #expect(try checkpoint.floats("parameter") == Fixture.values(3, seed: 10))
    #expect(try checkpoint.floats("one") == Fixture.values(1, seed: 11))
    #expect(checkpoint["one"]?.strides == [1 << 61, 1 << 62])
    #expect(checkpoint["one"]?.isContiguous == true)
    let record = try #require(checkpoint["transposed"])
    #expect(record.shape == [4, 6] && record.strides == [1, 4] && !record.isContiguous)
    #expect(record.byteRange == checkpoint["whole"]?.byteRange)
    #expect(checkpointError { _ = try checkpoint.bytes(of: record) }?.kind == .mismatch)
  }

  @Test func convertsEveryScalarType() throws {
    let checkpoint = try Checkpoint(path: Fixture.path("types.pt"))
    let all = Set(ScalarType.allCases)
    for name in ["float64", "float32", "float16", "bfloat16"] {
      #expect(
        try checkpoint.floats(name, converting: all) == Fixture.values(5, seed: 12), "\(name)")
    }
    for name in ["int64", "int32", "int16", "int8", "uint8", "uint16"] {
      let expected = Fixture.integers(5, seed: 13, isSigned: !name.hasPrefix("u"))
      #expect(try checkpoint.floats(name, converting: all) == expected, "\(name)")
    }
    #expect(try checkpoint.floats("bool", converting: all) == [1, 0, 1])
    let edges = try checkpoint.floats("half_edges", converting: [.float16])
    #expect(edges.prefix(6) == [0, 0, 0x1p-24, -0x1p-14, 65504, .infinity])
    #expect(edges[1].sign == .minus && edges[6].isNaN)
    #expect(checkpointError { _ = try checkpoint.floats("float16") }?.kind == .mismatch)
  }

  @Test func checksumsAreThoseOfZip() {
    #expect(CRC32.checksum(Array("123456789".utf8).span.bytes) == 0xCBF4_3926)
    #expect(CRC32.checksum([UInt8]().span.bytes) == 0)
  }

  @Test func verifiesOnRequest() throws {
    var image = ZipImage(file: try Fixture.bytes("plain.pt"))
    let index = try #require(image.entries.firstIndex { $0.name.hasSuffix("/data/1") })
    image.entries[index].checksum = 1
    let checkpoint = try Checkpoint(bytes: image.file, named: "memory")
    let good = try #require(checkpoint["conv.weight"])
    let bad = try #require(checkpoint["bn.weight"])
    try checkpoint.verify(good)
    for _ in 0..<2 {
      let error = checkpointError { try checkpoint.verify(bad) }
      #expect(error?.kind == .checksum && error?.tensor == "bn.weight")
      #expect(error?.place?.hasSuffix("/data/1'") == true)
    }
    #expect(checkpointError { _ = try checkpoint.floats(bad) }?.kind == .checksum)
    #expect(checkpointError { _ = try checkpoint.bytes(of: bad) }?.kind == .checksum)
  }

  @Test func legacyFilesAreNamed() {
    let error = checkpointError { _ = try Checkpoint(path: Fixture.path("legacy.pt")) }
    #expect(error?.kind == .unsupportedForm)
    #expect(error?.description.contains("torch.save(torch.load(path)") == true)
  }

  @Test func unknownClassesStayInert() throws {
    let pickle = PickleCode.pickle(
      .dictionary([
        "model": .dictionary([
          "w": .tensor(storage: .storage(count: 1), shape: [1], strides: [1])
        ]),
        "made": PickleCode(.global("os", "system"), .emptyTuple, .newObject),
        "old": PickleCode(
          .global("copy_reg", "_reconstructor"), .mark, .global("a.b", "C"),
          .global("__builtin__", "object"), .none, .tuple, .reduce,
          .dictionary(["x": .integer(5)]), .build),
        "name": .global("os", "system"),
      ]))
    let image = ZipImage(pickle: pickle, storages: [[0, 0, 0x80, 0x3F]])
    let checkpoint = try Checkpoint(bytes: image.file, named: "memory")
    #expect(try checkpoint.floats("w") == [1])
    #expect(checkpoint.contents?["made"]?.object?.module == "os")
    #expect(checkpoint.contents?["old"]?.object?["x"]?.integer == 5)
    guard case .global("os", "system")? = checkpoint.contents?["name"]?.content else {
      Issue.record("the name of a function read as something else")
      return
    }
  }

  @Test(
    arguments: [
      ([0x8A, 0], 0), ([0x8A, 1, 0xFE], -2), ([0x8A, 2, 0xFF, 0x00], 255),
      ([0x8B, 2, 0, 0, 0, 0x00, 0x80], -32768), ([0x4A, 0xFF, 0xFF, 0xFF, 0xFF], -1),
      ([0x4D, 0xFF, 0xFF], 65535),
    ] as [([UInt8], Int)])
  func integersOfEveryLength(code: [UInt8], value: Int) throws {
    let pickle = PickleCode.pickle(
      .dictionary(["state_dict": .emptyDictionary, "value": PickleCode(code)]))
    let image = ZipImage(pickle: pickle, storages: [])
    let checkpoint = try Checkpoint(bytes: image.file, named: "memory")
    #expect(checkpoint.contents?["value"]?.integer == value)
  }
}
