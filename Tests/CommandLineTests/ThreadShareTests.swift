import Testing

@testable import equipoise

@Suite struct ThreadShareTests {
  /// The cores of every rank of a node, and how many threads each rank is given.
  @Test(arguments: [
    ([[0, 1, 2, 3]], [4]),
    // Not bound: all ranks may use all cores.
    ([[0, 1], [0, 1]], [1, 1]),
    ([[0, 1, 2, 3], [0, 1, 2, 3]], [2, 2]),
    ([[0, 1, 2], [0, 1, 2], [0, 1, 2]], [1, 1, 1]),
    ([[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]], [2, 2, 2]),
    // Fewer cores than ranks: nobody goes without a thread.
    ([[0, 1], [0, 1], [0, 1]], [1, 1, 1]),
    // Bound to disjoint cores: the whole of them.
    ([[0, 1, 2, 3], [4, 5, 6, 7]], [4, 4]),
    ([[0], [1]], [1, 1]),
    ([[0, 1, 2], [5]], [3, 1]),
    // Partly shared.
    ([[0, 1, 2], [2, 3, 4]], [2, 2]),
  ])
  func sharesAreFair(masks: [[Int]], expected: [Int]) {
    for rank in masks.indices {
      let share = ThreadShare(requested: nil, rank: rank, masks: masks)
      #expect(share.threadCount == expected[rank], "rank \(rank)")
      #expect(share.nodeThreadCount == expected.reduce(0, +))
      #expect(share.nodeCoreCount == Set(masks.joined()).count)
    }
  }

  @Test func whatIsAskedForIsGiven() {
    let share = ThreadShare(requested: 3, rank: 1, masks: [[0, 1], [0, 1]])
    #expect(share.threadCount == 3)
    #expect(share.nodeThreadCount == 6)
    #expect(share.isOversubscribed)
    #expect(!ThreadShare(requested: 1, rank: 1, masks: [[0, 1], [0, 1]]).isOversubscribed)
  }
}
