import Networks
import Testing

@Suite("Coarse and fine blocks")
struct BlockMappingTests {
  @Test func mappingsCoverTheBackbones() throws {
    #expect(
      BlockMapping.resNet34.blocks == [
        [0], [1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11, 12, 13], [14, 15, 16],
      ])
    #expect(
      BlockMapping.mobileNetV2.blocks.map { [$0.first, $0.last] } == [
        [0, 6], [7, 17], [18, 22], [23, 30], [31, 31],
      ])
    #expect(BlockMapping.resNet34.blockCount == 17)
    #expect(BlockMapping.mobileNetV2.blockCount == 32)
    #expect(try BlockMapping([[0], [1, 2, 3]]).blocks == [[0], [1, 2, 3]])
  }

  @Test func refinesByRepeating() throws {
    let coarse = try TreeLayout([[[0, 1]], [[1], [0]]])
    let fine = try coarse.refined(by: BlockMapping([[0], [1, 2]]))
    #expect(fine == (try TreeLayout([[[0, 1]], [[1], [0]], [[1], [0]]])))
    #expect(throws: LayoutError.self) { try coarse.refined(by: .resNet34) }
  }

  @Test(
    arguments: [[], [[]], [[0], []], [[1]], [[0], [2]], [[0, 0]], [[0, 1], [1]]] as [[[Int]]])
  func refusesOtherMappings(blocks: [[Int]]) {
    #expect(throws: LayoutError.self) { try BlockMapping(blocks) }
  }
}
