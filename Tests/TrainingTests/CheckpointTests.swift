import Checkpoints
import Foundation
import Networks
import TestSupport
import Testing

@testable import Training

@Suite struct CheckpointTests {
  static let cases: [(OptimizerRule, LossWeighting)] = [
    (TrainerFixture.adam, .fixed([1, 1, 1])), (TrainerFixture.adam, .uncertainty),
    (.descent(.init(momentum: 0.9)), .relativeLoss),
  ]

  /// Interrupted and resumed: the same bytes as uninterrupted, with random starts and dropout.
  @Test(arguments: cases)
  func resumeContinuesAsIfNeverInterrupted(
    _ rule: OptimizerRule, _ weighting: LossWeighting
  ) throws {
    func fixture(_ source: (any ParameterSource)? = nil) throws -> TrainerFixture {
      try TrainerFixture(
        optimizer: rule, weighting: weighting, isRandom: true, dropout: 0.3, source: source)
    }
    let folder = try TemporaryDirectory()
    let whole = try fixture()
    try whole.run(0..<4)
    let first = try fixture()
    try first.run(0..<2)
    let position = TrainingPosition(epoch: 1, sample: 6)
    let checkpoints = CheckpointFolder(folder.file("run"))
    try checkpoints.write(first.trainer, at: position)
    let checkpoint = try #require(try checkpoints.latest())
    let second = try fixture(
      CheckpointParameters(checkpoint, for: first.trainer.graph, layout: nil))
    #expect(try second.trainer.resume(from: checkpoint) == position)
    #expect(second.trainer.iteration == 2)
    try second.run(2..<4)
    #expect(firstDifference(second.state(), whole.state()) == nil)
    try second.trainer.writeCheckpoint(to: folder.file("a"), at: position)
    try whole.trainer.writeCheckpoint(to: folder.file("b"), at: position)
    #expect(try folder.bytes("a") == folder.bytes("b"))
  }

  @Test func theLastOnesAreKept() throws {
    let folder = try TemporaryDirectory()
    let fixture = try TrainerFixture(isAdversarial: false)
    let checkpoints = CheckpointFolder(folder.file("run"), keptCount: 2)
    #expect(try checkpoints.latest() == nil)
    for iteration in 0..<4 {
      try fixture.run(iteration..<iteration + 1)
      try checkpoints.write(fixture.trainer, at: TrainingPosition())
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: checkpoints.path).sorted()
    #expect(
      names == ["checkpoint-000000003.safetensors", "checkpoint-000000004.safetensors"])
  }

  @Test func anotherRunsCheckpointIsRefused() throws {
    let folder = try TemporaryDirectory()
    let fixture = try TrainerFixture(isAdversarial: false)
    try fixture.trainer.writeCheckpoint(to: folder.file("a"), at: TrainingPosition())
    let checkpoint = try Checkpoint(path: folder.file("a"))
    let other = try TrainerFixture(optimizer: .descent(.init()), isAdversarial: false)
    #expect(throws: CheckpointError.self) { try other.trainer.resume(from: checkpoint) }
    var writer = try SafetensorsWriter(
      path: folder.file("b"), tensors: [.init(name: "x", shape: [1])])
    let one: [Float] = [1]
    try writer.write(one.span)
    try writer.commit()
    let plain = try Checkpoint(path: folder.file("b"))
    #expect(throws: TrainingError.self) { try fixture.trainer.resume(from: plain) }
  }

  @Test func aDamagedCheckpointIsPassedOver() throws {
    let folder = try TemporaryDirectory()
    let fixture = try TrainerFixture(isAdversarial: false)
    let checkpoints = CheckpointFolder(folder.file("run"))
    for iteration in 0..<3 {
      try fixture.run(iteration..<iteration + 1)
      try checkpoints.write(fixture.trainer, at: TrainingPosition(sample: iteration))
    }
    let files = try checkpoints.files()
    func damage(_ path: String, _ change: (inout Data) -> Void) throws {
      var data = try Data(contentsOf: URL(fileURLWithPath: path))
      change(&data)
      try data.write(to: URL(fileURLWithPath: path))
    }
    // One bit of a number, which safetensors has no checksum of.
    try damage(files[2]) { $0[$0.count - 5] ^= 1 }
    var skipped: [String] = []
    let found = try checkpoints.latest { skipped.append("\($0)") }
    #expect(found?.file == files[1])
    #expect(skipped.count == 1 && skipped[0].contains(files[2]))
    // The position, which is no number of a tensor.
    try damage(files[1]) { data in
      let text = String(decoding: data.prefix(2000), as: UTF8.self)
      let changed = text.replacing("\\\"sample\\\":1", with: "\\\"sample\\\":3")
      #expect(changed != text)
      data.replaceSubrange(0..<2000, with: Data(changed.utf8))
    }
    #expect(try checkpoints.latest()?.file == files[0])
    try damage(files[0]) { $0.removeLast() }
    #expect { try checkpoints.latest() } throws: { "\($0)".contains(files[2]) }
  }

  @Test func numbersThatAreNotFiniteAreNotKept() throws {
    let folder = try TemporaryDirectory()
    let fixture = try TrainerFixture(isAdversarial: false)
    let checkpoints = CheckpointFolder(folder.file("run"))
    try checkpoints.write(fixture.trainer, at: TrainingPosition())
    fixture.trainer.parameters.update { values, _ in values[3] = .nan }
    for body in [
      { _ = try checkpoints.write(fixture.trainer, at: TrainingPosition()) },
      { try fixture.trainer.writeModel(to: folder.file("model")) },
    ] as [() throws -> Void] {
      #expect {
        try body()
      } throws: {
        "\($0)".contains("expected finite numbers")
      }
    }
    #expect(try checkpoints.latest() != nil)
  }

  @Test func aModelAloneHasTheParametersOnly() throws {
    let folder = try TemporaryDirectory()
    let fixture = try TrainerFixture(isAdversarial: false)
    try fixture.run(0..<1)
    try fixture.trainer.writeModel(to: folder.file("model"))
    let model = try Checkpoint(path: folder.file("model"))
    let parameters = fixture.trainer.graph.parameters
    #expect(Set(model.tensors.map(\.name)) == Set(parameters.map(\.name)))
    _ = try CheckpointParameters(model, for: fixture.trainer.graph, layout: nil)
  }
}
