import Networks
import Testing

@Suite("MobileNetV2")
struct MobileNetV2Tests {
  @Test func stateDictOfTheQuarterWidthModel() throws {
    let graph = try NetworkGraph(
      backbone: MobileNetV2(widthMultiplier: 0.25).backbone(),
      layout: makeLayout([(18, [[0, 1, 2]]), (14, [[0], [2], [1]])]), heads: nyuv2Heads(width: 8))
    let lines = stateDictListing(graph)
    #expect(lines.count == 648)
    #expect(lines[0] == "backbone.mtl_blocks.0.compute_nodes.0.basicOp.weight [8, 3, 3, 3]")
    #expect(lines.contains("heads.normal.fc1.conv1.weight [8, 320, 3, 3]"))
    #expect(fingerprint(lines) == 0x48af_42d9_aab1_da8d)
  }

  @Test func blocksAreBottlenecksOrTheirConvolutions() throws {
    let backbone = try MobileNetV2().backbone()
    #expect(backbone.blocks.count == BlockMapping.mobileNetV2.blockCount)
    #expect(
      backbone.blocks.map(\.steps.count) == [
        3, 3, 2, 3, 3, 2, 9, 3, 3, 2, 9, 9, 3, 3, 2, 9, 9, 9, 3, 3, 2, 9, 9, 3, 3, 2, 9, 9, 3, 3, 2,
        3,
      ])
    #expect(backbone.outputChannels == 1280)
    let usesReLU6 = backbone.blocks.contains { $0.steps.contains { $0.layer == .relu6 } }
    #expect(!usesReLU6)
  }

  @Test func multiplierRoundsToTheNearestWidth() throws {
    let third = try MobileNetV2(widthMultiplier: 1.0 / 3)
    #expect(third.stemWidth == 11)
    #expect(third.stageWidths == [5, 8, 11, 21, 32, 53, 107])
    #expect(third.lastWidth == 427)
    #expect(try MobileNetV2(widthMultiplier: 1) == MobileNetV2())
  }

  @Test(arguments: [0, -1, 0.01, 1e9, .nan, .infinity])
  func refusesImpossibleMultipliers(multiplier: Double) {
    #expect(throws: ModelError.self) { try MobileNetV2(widthMultiplier: multiplier) }
  }

  @Test func refusesImpossibleWidths() {
    #expect(throws: ModelError.self) { try MobileNetV2(stageWidths: [1, 2]).backbone() }
    #expect(throws: ModelError.self) { try MobileNetV2(stemWidth: 0).backbone() }
    #expect(throws: ModelError.self) { try MobileNetV2(lastWidth: .max).backbone() }
  }
}
