import Networks
import Testing

private func read(_ text: String) throws -> Backbone {
  try Backbone(prototxt: text, file: "test.prototxt")
}

@Suite("Layer descriptions")
struct PrototxtTests {
  @Test func flatDescriptionGivesTheBlocksBack() throws {
    for backbone in [
      try MobileNetV2(widthMultiplier: 0.25).backbone(),
      try ResNet34DeepLab(stageWidths: [3, 4, 5, 6], naming: .computeNodes).backbone(),
    ] {
      #expect(try read(prototxt(of: backbone)) == backbone)
    }
  }

  @Test func defaultsAreThoseOfTheProtocol() throws {
    let text =
      descriptionHeader + describedConvolution("data", "a", "num_output: 4 kernel_size: 3")
      + describedLayer("BatchNorm", ["a"], "b") + describedLayer("ReLU", ["b"], "c")
      + describedLayer("Pooling", ["c"], "d", "pooling_param { kernel_size: 2 }")
      + describedLayer("Dropout", ["d"], "e")
      + describedLayer("Pooling", ["e"], "f", "pooling_param { pool: AVE global_pooling: 1 }")
      + describedLayer("InnerProduct", ["f"], "g", "inner_product_param { num_output: 5 }")
    let blocks = try read(text).blocks.map { $0.steps.map(\.layer) }
    #expect(
      blocks == [
        [
          .convolution(Convolution(3, 4, kernel: 3, hasBias: true)),
          .batchNorm(
            BatchNorm(
              channels: 4, epsilon: Double(Float(1e-5)), momentum: Double(Float(0.1)))),
          .relu, .maxPool(Pooling(kernel: 2, stride: 1)), .dropout(probability: 0.5),
          .globalAveragePool,
        ],
        [.linear(Linear(4, 5))],
      ])
  }

  @Test func readsEveryField() throws {
    let text =
      descriptionHeader
      + describedConvolution(
        "blob1", "a",
        """
        num_output: 6 kernel_size: 3 stride: 2 pad: 4 dilation: 5 group: 3 bias_term: false
        weight_filler { type: "xavier" } engine: CAFFE axis: 1
        """)
      + describedLayer(
        "BatchNorm", ["a"], "b",
        "batch_norm_param { eps: 0.5 momentum: 0.25f affine: false track_running_stats: true }")
      + describedLayer(
        "Pooling", ["b"], "c",
        "pooling_param: { pool: AVE kernel_size: 4 stride: 2 pad: 1 round_mode: CEIL }")
      + describedLayer("Dropout", ["c"], "d", "dropout_param { dropout_ratio: .125 }")
      + describedLayer("Pooling", ["d"], "e", "pooling_param { pool: 0 global_pooling: true }")
      + describedLayer(
        "InnerProduct", ["e"], "f",
        "inner_product_param { num_output: 0x10 bias_term: false transpose: false }")
    var convolution = Convolution(
      3, 6, kernel: 3, stride: 2, padding: 4, dilation: 5, groups: 3)
    convolution.hasBias = false
    #expect(
      try read(text).blocks.map { $0.steps.map(\.layer) } == [
        [
          .convolution(convolution),
          .batchNorm(BatchNorm(channels: 6, epsilon: 0.5, momentum: 0.25, isAffine: false)),
          .averagePool(Pooling(kernel: 4, stride: 2, padding: 1, ceilMode: true)),
          .dropout(probability: 0.125), .globalMaxPool,
        ],
        [.linear(Linear(6, 16, hasBias: false))],
      ])
  }

  @Test func latestOutputOfANameIsRead() throws {
    let text =
      descriptionHeader + describedConvolution("data", "x") + describedLayer("ReLU", ["x"], "x")
      + describedConvolution("x", "y", "num_output: 7 kernel_size: 1")
    let backbone = try read(text)
    #expect(backbone.blocks.map(\.steps.count) == [2, 1])
    #expect(backbone.blocks[0].steps[1].inputs == [.layer(0)])
    #expect(backbone.outputChannels == 7)
  }

  @Test func shortcutsKeepTheirLayersTogether() throws {
    // a | b ... e, where the output of a passes b by | f with a ReLU that has no block of its own.
    let text =
      descriptionHeader + describedConvolution("data", "a") + describedLayer("ReLU", ["a"], "r")
      + describedConvolution("r", "b")
      + describedConvolution("b", "c") + describedLayer("Eltwise", ["r", "c"], "e")
      + describedConvolution("e", "f")
      + describedLayer("ReLU", ["f"], "g")
    let blocks = try read(text).blocks
    #expect(blocks.map(\.steps.count) == [2, 3, 2])
    #expect(
      blocks[1].steps.map(\.inputs) == [[.blockInput], [.layer(0)], [.blockInput, .layer(1)]])
    #expect(blocks[1].steps[1].localName == "compute_nodes.1.basicOp")
  }

  @Test func aSumWithItselfIsPartOfTheBlockBefore() throws {
    let text =
      descriptionHeader + describedConvolution("data", "a")
      + describedLayer("Eltwise", ["a", "a"], "b")
    #expect(
      try read(text).blocks.map { $0.steps.map(\.inputs) } == [
        [[.blockInput], [.layer(0), .layer(0)]]
      ])
  }

  @Test func inPlaceIsRefusedOnlyWhereOthersRead() throws {
    let inPlace = "relu_param { inplace: true }"
    let alone =
      descriptionHeader + describedConvolution("data", "a")
      + describedLayer("ReLU", ["a"], "b", inPlace)
    #expect(throws: Never.self) { try read(alone) }
    let shared =
      descriptionHeader + describedConvolution("data", "a")
      + describedLayer("ReLU", ["a"], "b", inPlace)
      + describedLayer("Eltwise", ["a", "b"], "c")
    let error = try #require(throws: PrototxtError.self) { try read(shared) }
    #expect([error.position.line, error.position.column] == [4, 1])
    #expect(error.expectation.contains("in place"))
  }
}
