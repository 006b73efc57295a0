import Networks
import Testing

@Suite("Initial weights")
struct InitialWeightsTests {
  private static func graph(_ layout: [[TaskSet]] = [[[0]]]) throws -> NetworkGraph {
    var block = BlockTemplate()
    var features = block.add(
      .convolution(Convolution(3, 16, kernel: 3, hasBias: true)), .blockInput, localName: "a")
    features = block.add(.batchNorm(BatchNorm(channels: 16)), features, localName: "b")
    features = block.add(.relu, features)
    let inner = block.add(
      .convolution(Convolution(16, 16, kernel: 3, padding: 1)), features, localName: "c")
    features = block.add(.add, [features, inner])
    features = block.add(.relu, features)
    block.add(.convolution(Convolution(16, 32, kernel: 1)), features, localName: "d")
    let layout = try TreeLayout(layout)
    return try NetworkGraph(
      backbone: Backbone(inputChannels: 3, blocks: [block]), layout: layout,
      heads: (0..<layout.taskCount).map {
        TaskHead(task: "task\($0)", head: ASPPHead(width: 2, outputChannels: 1))
      })
  }

  private static func values(_ name: String, seed: UInt64, scale: Double = 64) throws -> [Float] {
    let graph = try graph()
    let weights = InitialWeights(for: graph, seed: seed, imageScale: scale)
    return try #require(try ParameterSet(for: graph, from: weights).values(of: name))
  }

  /// Variances are one over fan-in times the estimated mean square of the input: of the image, of
  /// half the first layer's unit, and of that plus another unit.
  @Test(
    arguments: [
      ("a.weight", 1.0 / (27 * 64 * 64)), ("c.weight", 1.0 / (144 * 0.5)),
      ("d.weight", 1.0 / (16 * 1.5)),
    ] as [(String, Double)])
  func varianceKeepsSignalsAtUnitScale(name: String, variance: Double) throws {
    let values = try Self.values("backbone.mtl_blocks.0.\(name)", seed: 1)
    let bound = (3 * variance).squareRoot()
    let meanSquare = values.reduce(0) { $0 + Double($1 * $1) } / Double(values.count)
    #expect(abs(meanSquare / variance - 1) < 0.2)
    #expect(values.allSatisfy { Double(abs($0)) <= bound * 1.000001 })
    #expect(abs(values.reduce(0) { $0 + Double($1) }) / Double(values.count) < bound * 0.15)
  }

  @Test func othersDoNothing() throws {
    #expect(try Self.values("backbone.mtl_blocks.0.a.bias", seed: 1).allSatisfy { $0 == 0 })
    for (name, value) in [
      ("weight", 1), ("bias", 0), ("running_mean", 0), ("running_var", 1),
      ("num_batches_tracked", 0),
    ] as [(String, Float)] {
      let values = try Self.values("backbone.mtl_blocks.0.b.\(name)", seed: 1)
      #expect(values.allSatisfy { $0 == value })
    }
  }

  @Test func valuesDependOnSeedAndNameOnly() throws {
    let name = "backbone.mtl_blocks.0.d.weight"
    let values = try Self.values(name, seed: 7)
    #expect(try Self.values(name, seed: 7) == values)
    #expect(try Self.values(name, seed: 8) != values)
    let larger = try Self.graph([[[0], [1]]])
    let set = try ParameterSet(for: larger, from: InitialWeights(for: larger, seed: 7))
    #expect(set.values(of: name) == values)
    #expect(set.values(of: "backbone.mtl_blocks.1.d.weight") != values)
  }

  @Test func imageScaleConcernsTheFirstLayerOnly() throws {
    let first = try Self.values("backbone.mtl_blocks.0.a.weight", seed: 1, scale: 1)
    #expect(first == (try Self.values("backbone.mtl_blocks.0.a.weight", seed: 1)).map { $0 * 64 })
    #expect(
      try Self.values("backbone.mtl_blocks.0.c.weight", seed: 1, scale: 1)
        == Self.values("backbone.mtl_blocks.0.c.weight", seed: 1))
  }
}
