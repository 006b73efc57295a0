import Datasets
import Testing

@Suite struct AugmentationTests {
  @Test func augmentationsDependOnSeedEpochAndIndexAlone() {
    func draw(_ seed: UInt64, _ epoch: Int, _ index: Int) -> Augmentation {
      Augmentation(
        seed: seed, epoch: epoch, index: index, height: 480, width: 640, cropHeight: 321,
        cropWidth: 321)
    }
    #expect(draw(1, 2, 3) == draw(1, 2, 3))
    #expect(Set([draw(1, 2, 3), draw(2, 2, 3), draw(1, 3, 3), draw(1, 2, 4)]).count == 4)
    let many = (0..<1000).map { draw(7, 0, $0) }
    #expect(many.allSatisfy { 0.5..<1.5 ~= $0.scale })
    for augmentation in many {
      #expect(augmentation.firstRow >= 0)
      #expect(augmentation.firstRow <= max(Int(480 * augmentation.scale), 321) - 321)
    }
    let mirrored = many.count { $0.isMirrored }
    #expect(430...570 ~= mirrored)
  }
}
