import CheckpointFuzzing
import Checkpoints
import Foundation
import Testing

@Suite struct SafetensorsTests {
  @Test func readsTheGoldenFile() throws {
    let checkpoint = try Checkpoint(path: Fixture.path("plain.safetensors"))
    #expect(checkpoint.form == .safetensors)
    #expect(checkpoint.metadata == ["note": "täst \"quoted\"\n"])
    #expect(
      checkpoint.tensors.map(\.name) == [
        "conv.weight", "bn.weight", "bn.num_batches_tracked", "head.bias", "none",
      ])
    #expect(try #require(checkpoint["conv.weight"]).shape == [4, 3, 2, 2])
    #expect(try #require(checkpoint["conv.weight"]).strides == [12, 4, 2, 1])
    #expect(try checkpoint.floats("conv.weight") == Fixture.values(48, seed: 1))
    #expect(try checkpoint.floats("bn.weight") == Fixture.values(4, seed: 2))
    #expect(try checkpoint.floats("head.bias") == Fixture.values(1, seed: 3))
    #expect(try checkpoint.floats("none").isEmpty)
    let counter = try #require(checkpoint["bn.num_batches_tracked"])
    #expect(try checkpoint.readInteger(counter) == 7)
    #expect(checkpoint.contents == nil && checkpoint.layout == nil && checkpoint.iteration == nil)
  }

  @Test func convertsOnlyWhatIsNamed() throws {
    let checkpoint = try Checkpoint(path: Fixture.path("plain.safetensors"))
    let error = checkpointError { _ = try checkpoint.floats("bn.num_batches_tracked") }
    #expect(error?.kind == .mismatch && error?.tensor == "bn.num_batches_tracked")
    #expect(error?.expectation == "F32" && error?.finding == "I64")
    #expect(try checkpoint.floats("bn.num_batches_tracked", converting: [.int64]) == [7])
    let weight = try #require(checkpoint["bn.weight"])
    #expect(checkpointError { _ = try checkpoint.readInteger(weight) }?.kind == .mismatch)
  }

  @Test func handsOutBytes() throws {
    let checkpoint = try Checkpoint(path: Fixture.path("plain.safetensors"))
    let record = try #require(checkpoint["bn.num_batches_tracked"])
    let bytes = try checkpoint.bytes(of: record)
    #expect(bytes.byteCount == 8)
    #expect(record.byteRange.count == 8)
    let first = bytes.withUnsafeBytes { $0[0] }
    #expect(first == 7)
  }

  @Test func escapesOfNamesAreRead() throws {
    let image = SafetensorsImage(
      header: #"""
        { "a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00" : {"shape" : [1 , 2], "dtype":"U8",
        "data_offsets":[0,2]}}
        """#, dataCount: 2)
    let checkpoint = try Checkpoint(bytes: image.file, named: "memory")
    #expect(checkpoint.tensors.map(\.name) == ["a\"\\/\u{8}\u{c}\n\r\té😀"])
  }

  @Test func writesWhatItReads() throws {
    let path = Fixture.temporaryPath("written.safetensors")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let golden = try Checkpoint(path: Fixture.path("plain.safetensors"))
    for _ in 0..<2 {
      var writer = try SafetensorsWriter(
        path: path,
        tensors: golden.tensors.map {
          TensorDeclaration(name: $0.name, scalarType: $0.scalarType, shape: $0.shape)
        }, metadata: ["z": "last", "note": golden.metadata["note"] ?? ""])
      for record in golden.tensors {
        if record.scalarType == .int64 {
          let values = [try golden.readInteger(record)]
          try writer.write(values.span)
        } else {
          let values = try golden.floats(record)
          try writer.write(values.span)
        }
      }
      // The name is free, or keeps the file that it had, until the end.
      let old = FileManager.default.contents(atPath: path)
      try writer.commit()
      let new = try #require(FileManager.default.contents(atPath: path))
      #expect(old == nil || old == new)
      let image = SafetensorsImage(file: [UInt8](new))
      #expect(image.header.count.isMultiple(of: 8))
      #expect(
        String(decoding: image.header, as: UTF8.self).hasPrefix(
          #"{"__metadata__":{"note":"täst \"quoted\"\u000a","z":"last"},"conv.weight":{"dtype":"#))
      #expect(image.data == SafetensorsImage(file: try Fixture.bytes("plain.safetensors")).data)
    }
    let written = try Checkpoint(path: path)
    #expect(written.metadata["note"] == golden.metadata["note"])
    #expect(written.tensors.map(\.shape) == golden.tensors.map(\.shape))
    #expect(try partialFiles(of: path).isEmpty)
  }

  @Test(arguments: 1...8)
  func numbersBeginAtAMultipleOfEight(nameLength: Int) throws {
    let path = Fixture.temporaryPath("aligned.safetensors")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let name = String(repeating: "n", count: nameLength)
    var writer = try SafetensorsWriter(
      path: path, tensors: [TensorDeclaration(name: name, shape: [2])])
    let values: [Float] = [1, 2]
    try writer.write(values.span)
    try writer.commit()
    let checkpoint = try Checkpoint(path: path)
    #expect(try checkpoint.floats(name) == values)
    #expect(checkpoint[name]?.byteRange.lowerBound.isMultiple(of: 8) == true)
  }

  @Test func abandonedWriterLeavesNothing() throws {
    let path = Fixture.temporaryPath("abandoned.safetensors")
    do {
      var writer = try SafetensorsWriter(
        path: path,
        tensors: [
          TensorDeclaration(name: "a", shape: [2]), TensorDeclaration(name: "b", shape: [2]),
        ]
      )
      let values: [Float] = [1, 2]
      try writer.write(values.span)
      #expect(try partialFiles(of: path).count == 1)
      _ = consume writer
    }
    #expect(try partialFiles(of: path).isEmpty)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(arguments: [
    (["a", "a"], [1], CheckpointError.Kind.duplicateName),
    (["__metadata__"], [1], .duplicateName),
    (["a"], [-1], .invalidShape),
    (["a"], [1 << 40, 1 << 40], .invalidShape),
    (["a"], [1 << 62], .invalidShape),
  ])
  func refusesToWrite(names: [String], shape: [Int], kind: CheckpointError.Kind) throws {
    let path = Fixture.temporaryPath("refused.safetensors")
    let error = checkpointError {
      _ = try SafetensorsWriter(
        path: path, tensors: names.map { TensorDeclaration(name: $0, shape: shape) })
    }
    #expect(error?.kind == kind && error?.tensor == names.last)
    #expect(try partialFiles(of: path).isEmpty)
  }

  @Test func unwritableFolderIsAnError() {
    let error = checkpointError {
      _ = try SafetensorsWriter(path: "/nonexistent/folder/file", tensors: [])
    }
    #expect(error?.kind == .inaccessible && error?.file == "/nonexistent/folder/file")
  }

  private func partialFiles(of path: String) throws -> [String] {
    let url = URL(fileURLWithPath: path)
    return try FileManager.default
      .contentsOfDirectory(atPath: url.deletingLastPathComponent().path)
      .filter { $0.hasPrefix(url.lastPathComponent + ".") }
  }
}
