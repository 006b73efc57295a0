import Testing

@testable import MessagePassing

@Suite struct FixedTreeTests {
  /// Every root takes the sums of the same pairs of blocks, and all messages lead to it.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 13, 16, 33]) func rootsShareTheTree(_ size: Int) {
    let expected = blocks(size)
    var work = [Int](repeating: 0, count: size)
    for root in 0..<size {
      let trees = (0..<size).map { FixedTree(rank: $0, size: size, root: root) }
      #expect(trees.indices.filter { trees[$0].parent == nil } == [root])
      for (rank, tree) in trees.enumerated() {
        for child in tree.children { #expect(trees[child].parent == rank) }
        work[rank] += tree.children.count
      }
      #expect(trees.reduce(0) { $0 + $1.children.count } == size - 1)
      var sums: Set<Set<Int>> = []
      #expect(ranks(under: root, trees, &sums) == Set(0..<size))
      #expect(sums == expected)
    }
    // With a power of two, roots that come in turn load all ranks alike.
    if size & (size - 1) == 0 { #expect(Set(work).count == 1) }
  }

  /// The ranks whose values a rank's sum has, and what every addition on the way has.
  private func ranks(
    under rank: Int, _ trees: [FixedTree], _ sums: inout Set<Set<Int>>
  ) -> Set<Int> {
    var own: Set<Int> = [rank]
    for child in trees[rank].children {
      own.formUnion(ranks(under: child, trees, &sums))
      sums.insert(own)
    }
    return own
  }

  /// The blocks of the documented tree that are sums.
  private func blocks(_ size: Int) -> Set<Set<Int>> {
    var result: Set<Set<Int>> = []
    var span = 2
    while span < 2 * size {
      for start in stride(from: 0, to: size, by: span) where start + span / 2 < size {
        result.insert(Set(start..<min(start + span, size)))
      }
      span *= 2
    }
    return result
  }
}
