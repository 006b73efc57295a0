import Testing
import Training

@Suite struct EpochOrderTests {
  @Test(arguments: [0, 1, 2, 3, 17, 100, 1001])
  func everyImageIsThereOnce(_ count: Int) {
    for epoch in 0..<3 {
      let order = EpochOrder(count: count, seed: 7, epoch: epoch)
      #expect(order.images.sorted() == Array(0..<count))
    }
  }

  @Test func seedsAndEpochsDiffer() {
    let order = EpochOrder(count: 50, seed: 1, epoch: 0)
    #expect(order.images == EpochOrder(count: 50, seed: 1, epoch: 0).images)
    #expect(order.images != EpochOrder(count: 50, seed: 1, epoch: 1).images)
    #expect(order.images != EpochOrder(count: 50, seed: 2, epoch: 0).images)
    #expect(
      order.images != EpochOrder(count: 50, seed: 1, epoch: 1 << 32).images)
  }

  /// Every place gets every image about equally often.
  @Test func placesAreUniform() {
    let (count, epochs) = (5, 6000)
    var table = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    for epoch in 0..<epochs {
      for (place, image) in EpochOrder(count: count, seed: 3, epoch: epoch).images.enumerated() {
        table[place][image] += 1
      }
    }
    // 1200 expected; five standard deviations are 155.
    for row in table { for found in row { #expect(abs(found - 1200) < 155) } }
  }

  @Test(arguments: [1, 2, 3, 4, 7])
  func sharesOfRanksAreTheBatch(_ rankCount: Int) {
    for (count, batchSize) in [(10, 4), (12, 4), (3, 8), (1, 1), (23, 5)] {
      let order = EpochOrder(count: count, seed: 5, epoch: 2)
      var seen: [Int] = []
      for start in stride(from: 0, to: count, by: batchSize) {
        let shares = (0..<rankCount).map {
          order.share(from: start, batchSize: batchSize, rank: $0, rankCount: rankCount)
        }
        let batch = shares.flatMap { Array($0) }
        #expect(batch.count == order.count(from: start, batchSize: batchSize))
        let sizes = shares.map(\.count)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
        seen += batch
      }
      #expect(seen == order.images)
    }
  }
}
