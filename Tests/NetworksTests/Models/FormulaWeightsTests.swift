import Networks
import Testing

/// Expected values are the examples that the reference file gives with its formula.
@Suite("Weights from a formula")
struct FormulaWeightsTests {
  private static func fullGraph() throws -> NetworkGraph {
    try NetworkGraph(
      backbone: ResNet34DeepLab().backbone(), layout: TreeLayout(sharedBy: 3, blocks: 17),
      heads: nyuv2Heads(width: 1024))
  }

  @Test(
    arguments: [
      (
        "backbone.mtl_blocks.0.residual_block.0.weight", [64, 3, 7, 7],
        [
          -0.0007837138837203383, 0.0006615387974306941, -0.0028669959865510464,
          0.0017311528790742159,
        ]
      ),
      (
        "backbone.mtl_blocks.1.residual_block.block.bn1.running_var", [64],
        [1.298950433731079, 1.7391204833984375, 1.4242804050445557, 1.0743454694747925]
      ),
      ("heads.depth_zbuffer.fc4.conv3.bias", [1], [-0.09517005831003189]),
    ] as [(String, [Int], [Float])])
  func matchesTheExamples(name: String, shape: [Int], expected: [Float]) throws {
    let weights = try FormulaWeights(for: Self.fullGraph())
    #expect(weights.shape(of: name) == shape)
    var values = [Float](repeating: .nan, count: shape.reduce(1, *))
    var span = values.mutableSpan
    weights.readFloats(name: name, into: &span)
    #expect(Array(values.prefix(4)) == expected)
  }

  @Test func boundsFollowTheKind() throws {
    let graph = try NetworkGraph(
      backbone: ResNet34DeepLab(stageWidths: [3, 4, 5, 6]).backbone(),
      layout: TreeLayout(sharedBy: 3, blocks: 17), heads: nyuv2Heads(width: 8))
    let gains = FormulaWeights.Gains(
      seed: 1, blockFirst: 2, blockSecond: 3, projection: 4, head: [5, 6, 7])
    let weights = try ParameterSet(for: graph, from: FormulaWeights(for: graph, gains: gains))
    for (name, gain) in [
      ("backbone.mtl_blocks.0.residual_block.0.weight", 1),
      ("backbone.mtl_blocks.2.residual_block.block.conv1.weight", 2),
      ("backbone.mtl_blocks.16.residual_block.block.conv2.weight", 3),
      ("backbone.mtl_blocks.8.residual_block.ds.0.weight", 4),
      ("heads.normal.fc1.conv1.weight", 5), ("heads.normal.fc2.conv2.weight", 6),
      ("heads.normal.fc3.conv3.weight", 7),
    ] as [(String, Float)] {
      let values = try #require(weights.values(of: name))
      let fanIn = try #require(weights.shape(of: name)).dropFirst().reduce(1, *)
      let largest = values.map(abs).max() ?? 0
      let bound = gain * (6 / Float(fanIn)).squareRoot()
      #expect(largest <= bound && largest > 0.7 * bound, "\(name)")
    }
    #expect(
      weights.values(of: "backbone.mtl_blocks.0.residual_block.1.num_batches_tracked") == [0])
  }

  @Test func readsGainsByName() throws {
    var named = [
      "seed": 0.015625, "block.conv1": 0.7, "block.conv2": 0.35, "ds": 0.7, "head.conv1": 0.8,
      "head.conv2": 1.0, "head.conv3": 1.5,
    ]
    #expect(try FormulaWeights.Gains(named) == .reference)
    named["head.conv4"] = 1
    #expect(throws: ModelError.self) { try FormulaWeights.Gains(named) }
    named["head.conv4"] = nil
    named["ds"] = nil
    let error = try #require(throws: ModelError.self) { try FormulaWeights.Gains(named) }
    #expect(error.expectation.contains("\"ds\""))
  }

  @Test func refusesOtherNetworks() throws {
    let graph = try NetworkGraph(
      backbone: ResNet34DeepLab(stageWidths: [2, 2, 2, 2], naming: .computeNodes).backbone(),
      layout: TreeLayout(sharedBy: 3, blocks: 17), heads: nyuv2Heads(width: 2))
    let error = try #require(throws: ModelError.self) { try FormulaWeights(for: graph) }
    #expect(error.part == "backbone.mtl_blocks.0.compute_nodes.0.basicOp.weight")
  }
}
