import Checkpoints
import Testing

@Suite struct RequirementTests {
  @Test(arguments: ["plain.pt", "plain.safetensors"])
  func mismatchesNameTensorExpectationAndFinding(name: String) throws {
    let path = Fixture.path(name)
    let checkpoint = try Checkpoint(path: path)
    #expect(try checkpoint.require("bn.weight", shape: [4]) == checkpoint["bn.weight"])
    #expect(
      try checkpoint.require("bn.num_batches_tracked", shape: [], scalarTypes: [.int64])
        == checkpoint["bn.num_batches_tracked"])

    let missing = checkpointError { _ = try checkpoint.require("bn.bias", shape: [4]) }
    #expect(missing?.kind == .missing && missing?.tensor == "bn.bias" && missing?.file == path)
    #expect(missing?.expectation == "a tensor of shape [4]")

    let shape = checkpointError { _ = try checkpoint.require("bn.weight", shape: [2, 2]) }
    #expect(shape?.kind == .mismatch && shape?.tensor == "bn.weight")
    #expect(shape?.expectation == "shape [2, 2]" && shape?.finding == "shape [4]")
    #expect(
      shape?.description == "\(path), tensor 'bn.weight': expected shape [2, 2], found shape [4]")

    let type = checkpointError {
      _ = try checkpoint.require("bn.num_batches_tracked", shape: [])
    }
    #expect(type?.kind == .mismatch && type?.expectation == "F32" && type?.finding == "I64")
  }

  @Test func unexpectedNamesAreListedInOrder() throws {
    let checkpoint = try Checkpoint(path: Fixture.path("plain.pt"))
    let names = checkpoint.unexpectedNames(besides: ["bn.weight", "head.bias", "other"])
    #expect(names == ["conv.weight", "bn.num_batches_tracked", "none"])
  }

  @Test func hostileNamesDoNotReachTheTerminal() {
    let error = CheckpointError(
      .missing, file: "f", tensor: "\u{1B}[2J\u{202E}" + String(repeating: "x", count: 500),
      expected: "e", found: "g")
    #expect(!error.description.contains("\u{1B}") && !error.description.contains("\u{202E}"))
    #expect(error.description.count < 200)
  }
}
