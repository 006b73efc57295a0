/// A rank's place in the tree along which the values of all ranks are added up.
///
/// Which sums are added is fixed by the number of ranks alone: with S(a, n) the sum of the ranks
/// a..<a+n that exist, S(a, 2n) = S(a, n) + S(a + n, n) and S(a, 1) the values of rank a. Where a
/// sum is computed depends on the root besides: on the rank of its block whose number has the root's
/// low bits, so that roots share the work between the ranks, and the last sum is the root's. A sum
/// of two does not depend on their order, so the bits are the same for every root.
struct FixedTree: Hashable {
  /// The ranks whose sums this rank adds to its own, in this order.
  let children: [Int]
  /// The rank that this rank's sum goes to; nil for the root.
  let parent: Int?

  /// Finds the place of a rank.
  /// - Precondition: `rank` and `root` are below `size`.
  /// - Complexity: O(log² `size`).
  init(rank: Int, size: Int, root: Int) {
    precondition(
      (0..<size).contains(rank) && (0..<size).contains(root),
      "rank \(rank) and root \(root) of \(size) ranks")
    /// Who has the sum of a block of `span` ranks.
    func holder(_ start: Int, _ span: Int) -> Int {
      var (holder, half) = (start, span / 2)
      while half > 0 {
        if root & half != 0, holder + half < size { holder += half }
        half /= 2
      }
      return holder
    }
    var children: [Int] = []
    var parent: Int?
    var span = 1
    while span < size, parent == nil {
      let own = rank & ~(span - 1)
      let other = own ^ span
      // The upper block of a pair has the sum where the root's bit says so and it exists.
      let upperHolds = root & span != 0 && max(own, other) < size
      if other < size {
        if (own > other) == upperHolds {
          children.append(holder(other, span))
        } else {
          parent = holder(other, span)
        }
      }
      span *= 2
    }
    self.children = children
    self.parent = parent
  }
}
