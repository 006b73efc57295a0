import Networks
import Testing

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
