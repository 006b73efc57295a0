import Testing

@testable import equipoise

@Suite struct SelfTestArithmeticTests {
  /// Every image is some rank's, and no two shares differ by more than one image.
  @Test(arguments: [1, 2, 3, 4, 13, 15, 40])
  func shardsCoverTheImages(ranks: Int) {
    let problem = SelfTestProblem()
    let shards = (0..<ranks).map { problem.shard(of: $0, size: ranks) }
    #expect(shards.flatMap { Array($0) } == Array(0..<problem.imageCount))
    let counts = shards.map(\.count)
    #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
  }

  @Test func imagesDifferFromEachOtherAndFromGradients() {
    let problem = SelfTestProblem()
    let starts = (0..<problem.imageCount).flatMap {
      [problem.image($0)[0], problem.gradientOfOutput($0)[0]]
    }
    #expect(Set(starts).count == starts.count)
    #expect(problem.image(3).allSatisfy { $0 >= -1 && $0 < 1 })
    #expect(problem.image(3) == problem.image(3))
  }

  /// Symbols instead of sums would read ((0 1) (2 3)) (4 5); powers of ten that a float cannot hold
  /// together tell the orders apart.
  @Test func theTreeIsTheDocumentedOne() {
    let values: [Float] = [1e8, 1, -1e8, 1, 3, 1e-9]
    func tree(_ count: Int) -> Float {
      SelfTestRun.treeSum(of: Array(values.prefix(count)), ranks: 0..<count)[0]
    }
    #expect(tree(1) == values[0])
    #expect(tree(3) == (values[0] + values[1]) + values[2])
    #expect(tree(4) == (values[0] + values[1]) + (values[2] + values[3]))
    let four = (values[0] + values[1]) + (values[2] + values[3])
    #expect(tree(6) == four + (values[4] + values[5]))
    #expect(tree(4) != values.prefix(4).reduce(0, +), "the values do not tell orders apart")
  }

  @Test func treeSumsAreElementByElement() {
    let shards: [Float] = [1, 10, 2, 20, 4, 40]
    #expect(SelfTestRun.treeSum(of: shards, ranks: 0..<3) == [7, 70])
  }

  @Test func errorsAreRelativeToTheLargestValue() {
    #expect(ReferenceConvolution.relativeError([1, -4.5], [1, -4]) == 0.125)
    #expect(ReferenceConvolution.relativeError([0], [0]) == 0)
    #expect(ReferenceConvolution.relativeError([.nan], [1]) == .infinity)
    #expect(ReferenceConvolution.relativeError([1, .infinity], [1, 2]) == .infinity)
  }
}
