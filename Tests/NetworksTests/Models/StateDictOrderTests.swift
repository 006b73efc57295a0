import Networks
import Testing

/// Names and shapes of a network's parameters, one `name [extents]` a line.
func stateDictListing(_ graph: NetworkGraph) -> [String] {
  graph.parameters.map { "\($0.name) \($0.shape)" }
}

/// FNV-1a hash of lines with line feeds between them.
func fingerprint(_ lines: [String]) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in lines.joined(separator: "\n").utf8 {
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }
  return hash
}

/// Heads of the three tasks of NYUv2.
func nyuv2Heads(width: Int) -> [TaskHead] {
  [("segment_semantic", 40), ("normal", 3), ("depth_zbuffer", 1)].map {
    TaskHead(task: $0.0, head: ASPPHead(width: width, outputChannels: $0.1))
  }
}

/// A layout from the sets of tasks of its stages and the stages' lengths.
func makeLayout(_ stages: [(Int, [TaskSet])]) throws -> TreeLayout {
  try TreeLayout(stages.flatMap { Array(repeating: $0.1, count: $0.0) })
}

/// The golden values are fingerprints of the state dicts of the published modules.
@Suite("State dict order")
struct StateDictOrderTests {
  @Test func residualModuleNames() throws {
    let graph = try NetworkGraph(
      backbone: ResNet34DeepLab(stageWidths: [8, 16, 32, 64]).backbone(),
      layout: makeLayout([(14, [[0, 1, 2]]), (3, [[0], [2], [1]])]), heads: nyuv2Heads(width: 32))
    let lines = stateDictListing(graph)
    #expect(lines.count == 372)
    #expect(lines.first == "backbone.mtl_blocks.0.residual_block.0.weight [8, 3, 7, 7]")
    #expect(lines[5] == "backbone.mtl_blocks.0.residual_block.1.num_batches_tracked []")
    #expect(lines.contains("backbone.mtl_blocks.14.residual_block.ds.0.weight [64, 32, 1, 1]"))
    #expect(!lines.contains { $0.contains("mtl_blocks.1.residual_block.ds") })
    #expect(lines.last == "heads.depth_zbuffer.fc4.conv3.bias [1]")
    #expect(fingerprint(lines) == 0xfce1_db03_f145_d81a)
  }

  @Test func residualModuleWithBranchesInAnotherOrder() throws {
    let graph = try NetworkGraph(
      backbone: ResNet34DeepLab(stageWidths: [3, 6, 12, 24]).backbone(),
      layout: makeLayout([(14, [[0, 1, 2]]), (3, [[1], [0, 2]])]), heads: nyuv2Heads(width: 8))
    let lines = stateDictListing(graph)
    #expect(lines.count == 330)
    #expect(fingerprint(lines) == 0xe893_0665_1e46_fbb3)
  }

  @Test func computeNodeNames() throws {
    let tasks = [
      ("segment_semantic", 17), ("normal", 3), ("depth_zbuffer", 1), ("keypoints2d", 1),
      ("edge_texture", 1),
    ]
    let graph = try NetworkGraph(
      backbone: ResNet34DeepLab(stageWidths: [8, 16, 32, 64], naming: .computeNodes).backbone(),
      layout: makeLayout([
        (8, [[0, 1, 2, 3, 4]]), (6, [[3, 4], [0, 1, 2]]), (3, [[3, 4], [1], [0, 2]]),
      ]),
      heads: tasks.map {
        TaskHead(task: $0.0, head: ASPPHead(width: 16, outputChannels: $0.1))
      })
    let lines = stateDictListing(graph)
    #expect(lines.count == 498)
    #expect(lines.contains("backbone.mtl_blocks.4.compute_nodes.0.basicOp.weight [16, 8, 1, 1]"))
    #expect(fingerprint(lines) == 0x06ad_64e7_523c_896e)
  }
}
