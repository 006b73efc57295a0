import DeepLearningPrimitives
import Networks
import TensorCore
import Testing

@testable import Benchmarking

struct AttackStepTests {
  private func makeStep(
    model: BenchmarkModel = .resNet34DeepLab, batch: Int = 2, layout: String? = nil
  ) throws -> AttackStep {
    let workload = try Workload(
      model: model,
      widths: model == .resNet34DeepLab ? [4, 4, 8, 8] : [4, 4, 4, 4, 4, 4, 4, 4, 8],
      headWidth: 8, layout: layout, height: 33, width: 41, batch: batch, seed: 5)
    let graph = try workload.description().graph()
    let weights = NetworkWeights(InitialWeights(for: graph, seed: 5), engine: try Engine())
    return try AttackStep(workload, weights: weights, graph: graph)
  }

  private func array(_ span: Span<Float>) -> [Float] { span.indices.map { span[$0] } }

  @Test(arguments: BenchmarkModel.allCases)
  func stepsRaiseTheRelativeLossInsideTheBall(model: BenchmarkModel) throws {
    var step = try makeStep(model: model)
    _ = try step.reference()
    let clean = Array(step.losses.joined())
    let original = array(step.images)
    for _ in 0..<10 { _ = try step.run(.balanced) }
    let moved = array(step.images)
    let largest = zip(moved, original).map { abs($0 - $1) }.max() ?? 0
    #expect(largest <= 8)
    #expect(largest > 7)
    for (index, value) in moved.enumerated() {
      let byte = value + AttackStep.channelMeans[index % 3]
      #expect(byte >= -1e-4 && byte <= 255.0001)
    }
    // A step has the losses of the point where it starts.
    _ = try step.run(.balanced)
    var change = 0.0
    for (attacked, before) in zip(step.losses.joined(), clean) {
      change += (attacked - before) / before
    }
    #expect(change > 0.05)
  }

  @Test func separatePassesGiveTheSameStepAsOne() throws {
    var balanced = try makeStep(layout: "12")
    var separate = try makeStep(layout: "12")
    var total = try makeStep(layout: "12")
    _ = try balanced.run(.balanced)
    _ = try separate.run(.separate)
    _ = try total.run(.total)
    #expect(balanced.losses == separate.losses)
    let one = array(balanced.images)
    let several = array(separate.images)
    let other = array(total.images)
    // Only signs of sums that almost vanish may differ.
    #expect(zip(one, several).count { $0 != $1 } < one.count / 500)
    #expect(zip(one, other).count { $0 != $1 } > one.count / 50)
  }

  @Test func referenceIsTakenAtTheOriginal() throws {
    var step = try makeStep()
    let norm = try step.reference()
    let losses = step.losses
    for _ in 0..<2 { _ = try step.run(.balanced) }
    #expect(step.losses != losses)
    let again = try step.reference()
    #expect(again == norm)
    #expect(step.losses == losses)
    #expect(norm > 0)
  }

  @Test func profiledStepsAreSteps() throws {
    var plain = try makeStep()
    var profiled = try makeStep()
    for _ in 0..<3 {
      _ = try plain.run(.balanced)
      _ = try profiled.profile()
      // Spoils the plan's memory, which must not matter to the next step.
      _ = try profiled.profileConvolutions()
    }
    #expect(plain.losses == profiled.losses)
    #expect(array(plain.images) == array(profiled.images))
  }

  @Test func profilesHaveEveryOperation() throws {
    var step = try makeStep(model: .mobileNetV2)
    let profile = try step.profile()
    let floor = try step.profileConvolutions()
    func names(_ timings: [OperationTiming]) -> [String] {
      timings.filter(\.kind.isConvolution).map(\.name)
    }
    #expect(names(profile.forward) == names(floor.forward))
    #expect(names(profile.backward) == names(floor.backward))
    // The backbone has 52 convolutions, the heads have 36.
    #expect(floor.forward.count == 52 + 36)
    #expect(floor.backward.count == 52 + 36)
    #expect(profile.backward.contains { !$0.kind.isConvolution })
  }
}
