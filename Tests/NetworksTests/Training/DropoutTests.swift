import Networks
import TensorCore
import TestSupport
import Testing

@Suite struct DropoutTests {
  /// Images of 5 x 7 x 3 values, so that the images' bits share bytes.
  private func run(_ batch: Int, seed: UInt64 = 3, probability: Double = 0.4) throws -> TrainingRun
  {
    var graph = NetworkGraph(inputChannels: 3)
    let first = try graph.add(.dropout(probability: probability), 0)
    graph.addOutput("first", node: first)
    graph.addOutput("second", node: try graph.add(.dropout(probability: probability), 0))
    let shape = TensorShape(batch: batch, height: 5, width: 7, channels: 3)
    return try TrainingRun(
      graph, shape: shape, options: TrainingOptions(seed: seed),
      images: [Float](repeating: 1, count: shape.elementCount))
  }

  private func pass(_ samples: [Int], number: Int = 0) -> TrainingPass {
    TrainingPass(samples: samples, number: number)
  }

  @Test func aSampleLosesTheSameValuesInAnyBatch() throws {
    let many = try run(4).outputs(pass([9, 4, 7, 2]))[0]
    let alone = try run(1).outputs(pass([7]))[0]
    #expect(alone == Array(many[210..<315]))
    let pair = try run(2).outputs(pass([2, 9]))[0]
    #expect(pair == Array(many[315...]) + many[..<105])
  }

  @Test func seedPassLayerAndSampleMatter() throws {
    let plain = try run(1).outputs(pass([7]))
    #expect(plain[0] != plain[1])
    #expect(try run(1, seed: 4).outputs(pass([7]))[0] != plain[0])
    #expect(try run(1).outputs(pass([7], number: 1))[0] != plain[0])
    #expect(try run(1).outputs(pass([8]))[0] != plain[0])
    #expect(try run(1).outputs(pass([7])) == plain)
  }

  @Test func keptValuesGrowAndTheirShareIsAsAsked() throws {
    let values = try run(40, probability: 0.25).outputs(pass(Array(0..<40)))[0]
    #expect(Set(values) == [0, Float(1 / 0.75)])
    let share = Double(values.count { $0 != 0 }) / Double(values.count)
    #expect(abs(share - 0.75) < 0.02)
  }

  @Test func aProbabilityOfZeroDoesNothing() throws {
    let values = try run(2, probability: 0).outputs(pass([0, 1]))[0]
    #expect(values.allSatisfy { $0 == 1 })
  }
}
