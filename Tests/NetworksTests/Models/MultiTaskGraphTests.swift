import Networks
import Testing

@Suite("Networks from tree layouts")
struct MultiTaskGraphTests {
  /// A backbone of three convolutions, one a block.
  private static func chain() throws -> Backbone {
    let blocks = (0..<3).map { index in
      var block = BlockTemplate()
      block.add(
        .convolution(Convolution(index == 0 ? 3 : 4, 4, kernel: 1)), .blockInput,
        localName: "conv")
      return block
    }
    return try Backbone(inputChannels: 3, blocks: blocks)
  }

  private static func graph(_ blocks: [[TaskSet]]) throws -> NetworkGraph {
    let heads = (0..<3).map {
      TaskHead(task: "task\($0)", head: ASPPHead(width: 2, outputChannels: 1))
    }
    return try NetworkGraph(backbone: chain(), layout: TreeLayout(blocks), heads: heads)
  }

  /// The copies of blocks on a task's way from the image.
  private func path(_ graph: NetworkGraph, to task: String) throws -> [String] {
    var node = try #require(graph.outputs.first { $0.name == task }).node
    var names: [String] = []
    while node != graph.input {
      let prefix = graph.nodes[node].parameterPrefix
      if prefix.hasPrefix("backbone.mtl_blocks.") { names.append(prefix) }
      node = graph.nodes[node].inputs[0]
    }
    return names.reversed().map { String($0.dropFirst("backbone.mtl_blocks.".count).prefix(1)) }
  }

  @Test func everyTaskGoesThroughItsSets() throws {
    let graph = try Self.graph([[[0, 1, 2]], [[2], [0, 1]], [[1], [2], [0]]])
    #expect(try path(graph, to: "task0") == ["0", "2", "5"])
    #expect(try path(graph, to: "task1") == ["0", "2", "3"])
    #expect(try path(graph, to: "task2") == ["0", "1", "4"])
    #expect(graph.outputs.map(\.name) == ["task0", "task1", "task2"])
  }

  @Test func separateNetworksShareOnlyTheImage() throws {
    let graph = try Self.graph(Array(repeating: [[2], [0], [1]], count: 3))
    #expect(try path(graph, to: "task0") == ["1", "4", "7"])
    #expect(try path(graph, to: "task2") == ["0", "3", "6"])
  }

  @Test func headIsFourBranchesAddedInOrder() throws {
    let graph = try Self.graph(Array(repeating: [[0, 1, 2]], count: 3))
    let output = graph.nodes[graph.outputs[1].node]
    #expect(output.layer == .add)
    #expect(
      output.inputs.map { graph.nodes[$0].parameterPrefix } == [
        "heads.task1.fc1.conv3", "heads.task1.fc2.conv3", "heads.task1.fc3.conv3",
        "heads.task1.fc4.conv3",
      ])
    let layers = graph.nodes.filter { $0.parameterPrefix == "heads.task1.fc3.conv1" }.map(\.layer)
    #expect(
      layers == [
        .convolution(Convolution(4, 2, kernel: 3, padding: 18, dilation: 18, hasBias: true))
      ])
    #expect(graph.nodes.count { $0.layer == .dropout(probability: 0.5) } == 3 * 4 * 2)
  }

  @Test func shortcutsOfTheResNet() throws {
    let blocks = try ResNet34DeepLab(stageWidths: [2, 2, 2, 2]).backbone().blocks
    let projected = blocks.indices.filter { index in
      blocks[index].steps.contains { $0.localName.hasSuffix("ds.0") }
    }
    #expect(projected == [4, 8, 14])
    let first = try #require(blocks[8].steps.first)
    #expect(
      first.layer == .convolution(Convolution(2, 2, kernel: 3, padding: 2, dilation: 2)))
    #expect(blocks[1].steps.suffix(2).first?.inputs == [.blockInput, .layer(4)])
    #expect(blocks[4].steps.suffix(2).first?.inputs == [.layer(6), .layer(4)])
    let strides = blocks.map { block in
      block.steps.reduce(1) { product, step in
        if case .convolution(let it) = step.layer, step.localName.hasSuffix("conv1") {
          return product * it.stride.height
        }
        return product
      }
    }
    #expect(strides.reduce(1, *) == 2 && strides[4] == 2)
  }

  @Test func refusesWhatDoesNotFit() throws {
    #expect(throws: ModelError.self) { try Self.graph([[[0, 1, 2]]]) }
    #expect(throws: ModelError.self) { try Self.graph(Array(repeating: [[0, 1]], count: 3)) }
    #expect(throws: ModelError.self) { try Backbone(inputChannels: 3, blocks: []) }
    #expect(throws: ModelError.self) { try Backbone(inputChannels: 3, blocks: [BlockTemplate()]) }
    let block = try Self.chain().blocks[0]
    #expect(throws: GraphError.self) { try Backbone(inputChannels: 3, blocks: [block, block]) }
    #expect(throws: ModelError.self) { try Backbone(inputChannels: 0, blocks: [block]) }
  }
}
