import Networks
import Testing

/// Three tasks whose names and outputs the inference has to find.
private let tasks = [
  ModelDescription.Task(name: "segment_semantic", outputChannels: 13),
  ModelDescription.Task(name: "normal", outputChannels: 3),
  ModelDescription.Task(name: "depth_zbuffer", outputChannels: 1),
]

/// Layouts of 17 and 32 blocks that branch early, so that copies and blocks have other numbers.
private func branchedLayout(_ mapping: BlockMapping) throws -> TreeLayout {
  try TreeLayout([
    [[0, 1, 2]], [[1], [0, 2]], [[1], [0, 2]], [[1], [0], [2]], [[1], [0], [2]],
  ]).refined(by: mapping)
}

private func shapes(_ graph: NetworkGraph) -> [String: [Int]] {
  Dictionary(uniqueKeysWithValues: graph.parameters.map { ($0.name, $0.shape) })
}

private func residual(
  _ naming: ParameterNaming = .residualBlock, headWidth: Int = 6
) throws -> ModelDescription {
  ModelDescription(
    architecture: .resNet34DeepLab(ResNet34DeepLab(stageWidths: [2, 3, 4, 5], naming: naming)),
    headWidth: headWidth, tasks: tasks, layout: try branchedLayout(.resNet34))
}

@Suite("Model descriptions")
struct ModelDescriptionTests {
  private static func descriptions() throws -> [ModelDescription] {
    let mobile = MobileNetV2(
      stemWidth: 3, stageWidths: [2, 4, 5, 6, 7, 8, 9], lastWidth: 10)
    return [
      try residual(), try residual(.computeNodes),
      ModelDescription(
        architecture: .mobileNetV2(mobile), headWidth: 2, tasks: tasks,
        layout: try branchedLayout(.mobileNetV2)),
    ]
  }

  @Test func shapesTellTheDescription() throws {
    for description in try Self.descriptions() {
      let inferred = try ModelDescription(
        inferredFrom: shapes(description.graph()), tasks: tasks.map(\.name),
        layout: description.layout)
      #expect(inferred == description)
    }
  }

  @Test func aGivenBackboneIsTaken() throws {
    let backbone = try Backbone(
      prototxt: descriptionHeader + describedConvolution("data", "a"), file: "small")
    let description = ModelDescription(
      architecture: .blocks(backbone), headWidth: 3, tasks: tasks,
      layout: TreeLayout(sharedBy: 3, blocks: 1))
    let inferred = try ModelDescription(
      inferredFrom: shapes(description.graph()), tasks: tasks.map(\.name),
      layout: description.layout, backbone: backbone)
    #expect(inferred == description)
    #expect(throws: ModelError.self) {
      try ModelDescription(
        inferredFrom: shapes(description.graph()), tasks: tasks.map(\.name),
        layout: description.layout)
    }
  }

  @Test func batchCountsMayBeMissing() throws {
    let description = try residual()
    let found = try shapes(description.graph()).filter { !$0.key.hasSuffix("batches_tracked") }
    #expect(
      try ModelDescription(
        inferredFrom: found, tasks: tasks.map(\.name), layout: description.layout) == description)
  }

  @Test(
    arguments: [
      ("backbone.mtl_blocks.0.residual_block.0.weight", nil),
      ("backbone.mtl_blocks.0.residual_block.0.weight", [2]),
      ("backbone.mtl_blocks.0.residual_block.0.weight", [0, 3, 7, 7]),
      ("backbone.mtl_blocks.0.residual_block.0.weight", [Int.max, 3, 7, 7]),
      ("backbone.mtl_blocks.7.residual_block.block.conv1.weight", [4, 3, 3, 3]),
      ("backbone.mtl_blocks.12.residual_block.block.bn1.running_mean", [1, 4]),
      ("backbone.mtl_blocks.99.residual_block.block.conv1.weight", [1]),
      ("heads.segment_semantic.fc1.conv1.weight", nil),
      ("heads.normal.fc1.conv3.weight", nil),
      ("heads.normal.fc4.conv3.bias", [4]),
      ("heads.edge_texture.fc1.conv1.weight", [6, 5, 3, 3]),
    ] as [(String, [Int]?)])
  func refusesOtherShapes(name: String, shape: [Int]?) throws {
    let description = try residual()
    var found = try shapes(description.graph())
    found[name] = shape
    #expect(throws: ModelError.self) {
      try ModelDescription(
        inferredFrom: found, tasks: tasks.map(\.name), layout: description.layout)
    }
  }

  @Test func errorsNameTheTensor() throws {
    let description = try residual()
    let graph = try description.graph()
    var found = shapes(graph)
    let name = "backbone.mtl_blocks.2.residual_block.block.bn2.weight"
    found[name] = [3]
    var error = #expect(throws: ModelError.self) { try graph.validate(parameterShapes: found) }
    #expect(error?.description == "model, \(name): expected a tensor of shape [2], found [3]")
    found[name] = [2]
    found["z.weight"] = []
    found["a.weight"] = []
    error = #expect(throws: ModelError.self) { try graph.validate(parameterShapes: found) }
    #expect(error?.part == "a.weight" && error?.finding == "this one and 1 more")
  }

  @Test func refusesLayoutsOfOtherNetworks() throws {
    let found = try shapes(residual().graph())
    for layout in [
      TreeLayout(sharedBy: 3, blocks: 16), TreeLayout(sharedBy: 3, blocks: 32),
      TreeLayout(sharedBy: 3, blocks: 17), TreeLayout(sharedBy: 2, blocks: 17),
    ] {
      #expect(throws: ModelError.self) {
        try ModelDescription(inferredFrom: found, tasks: tasks.map(\.name), layout: layout)
      }
    }
    #expect(throws: ModelError.self) {
      try ModelDescription(
        inferredFrom: found, tasks: [], layout: TreeLayout(sharedBy: 3, blocks: 17))
    }
  }

  @Test func refusesImpossibleModels() throws {
    var description = try residual()
    description.headWidth = 0
    #expect(throws: ModelError.self) { try description.graph() }
    description.headWidth = ModelLimits.channels
    let error = #expect(throws: ModelError.self) { try description.graph() }
    #expect(error?.part == "network")
    description = try residual()
    for name in ["", "a.b", "a b", "normal"] {
      description.tasks[0].name = name
      let error = #expect(throws: ModelError.self) { try description.graph() }
      #expect(error?.part == (name == "normal" ? "name of task 1" : "name of task 0"))
    }
    description.tasks.removeFirst()
    #expect(throws: ModelError.self) { try description.graph() }
    for widths in [[], [1, 2, 3], [1, 2, 3, 0], [1, 2, 3, ModelLimits.channels + 1]] {
      #expect(throws: ModelError.self) { try ResNet34DeepLab(stageWidths: widths).backbone() }
    }
  }
}
