extension TreeLayout {
  /// Most tasks of an enumeration: up to here the published order, which rests on the iteration
  /// order of hash sets, is the ascending one.
  public static let largestEnumerableTaskCount = 8
  /// Most layouts of an enumeration.
  public static let largestEnumeration = 1_000_000

  /// Number of different layouts, 51 for three tasks and five blocks: chains of `blocks` partitions
  /// of the tasks, each refining the one before.
  /// - Throws: ``LayoutError`` when there are no or more than 8 tasks, no or more than 1024 blocks,
  ///   or more than a million layouts.
  /// - Complexity: O(blocks * tasks^2).
  public static func count(tasks: Int, blocks: Int) throws -> Int {
    try validate(tasks, 1...largestEnumerableTaskCount, "number of tasks")
    try validate(blocks, 1...1024, "number of blocks")
    // counts[n]: layouts of n tasks with the blocks so far. The set of the first of n tasks has k
    // members and is laid out in the later blocks by itself, as are the other n - k tasks.
    var counts = Array(repeating: 1, count: tasks + 1)
    for _ in 0..<blocks {
      let previous = counts
      for n in 1...tasks {
        var total = 0
        var choices = 1
        for k in 1...n {
          total += choices * previous[k] * counts[n - k]
          choices = choices * (n - k) / k
        }
        counts[n] = min(total, largestEnumeration + 1)
      }
    }
    guard counts[tasks] <= largestEnumeration else {
      throw LayoutError(
        place: "number of layouts", expectation: "at most \(largestEnumeration)",
        finding: "more for \(tasks) tasks and \(blocks) blocks")
    }
    return counts[tasks]
  }

  /// All layouts, none equivalent to another, in the published order: the position of a layout is
  /// its number, and the order of the sets in its blocks is the published one too.
  ///
  /// A cut replaces a set by two in a block and all later ones. From the layout in which all is
  /// shared, cuts are made depth first, never in a block before the last cut's.
  /// - Throws: ``LayoutError`` as ``count(tasks:blocks:)`` does.
  /// - Complexity: O(layouts * blocks * 2^tasks) time; sets of equal blocks share their memory.
  public static func enumerate(tasks: Int, blocks: Int) throws -> [TreeLayout] {
    let count = try count(tasks: tasks, blocks: blocks)
    var enumeration = Enumeration(taskCount: tasks, capacity: count)
    enumeration.visit(TreeLayout(sharedBy: tasks, blocks: blocks).blocks, cuts: 0, firstBlock: 0)
    return enumeration.layouts
  }

  private static func validate(_ value: Int, _ range: ClosedRange<Int>, _ place: String) throws {
    guard range.contains(value) else {
      throw LayoutError(
        place: place, expectation: "from \(range.lowerBound) to \(range.upperBound)",
        finding: "\(value)")
    }
  }
}

/// The layouts found so far.
private struct Enumeration {
  var layouts: [TreeLayout] = []
  private let taskCount: Int
  /// Layouts as the lowest companion of every task in every block, which is the same for
  /// equivalent layouts.
  private var seen: Set<[UInt8]> = []

  init(taskCount: Int, capacity: Int) {
    self.taskCount = taskCount
    layouts.reserveCapacity(capacity)
    seen.reserveCapacity(capacity)
  }

  /// Records a layout and then, unless it is known, everything that later cuts make of it.
  mutating func visit(_ blocks: [[TaskSet]], cuts: Int, firstBlock: Int) {
    guard seen.insert(key(blocks)).inserted else { return }
    layouts.append(TreeLayout(unchecked: blocks))
    guard cuts < taskCount - 1 else { return }
    for block in firstBlock..<blocks.count {
      for set in blocks[block] where set.count > 1 {
        for half in halves(of: set) {
          // From here on all blocks are equal: no cut has been made later than `firstBlock`.
          let sets = blocks[block].filter { $0 != set } + [half, set.subtracting(half)]
          let later = Array(repeating: sets, count: blocks.count - block)
          visit(Array(blocks[..<block]) + later, cuts: cuts + 1, firstBlock: block)
        }
      }
    }
  }

  /// The first halves of all ways to cut a set in two; the first task is always in the other.
  ///
  /// In order of binary numbers that count down, the lowest task as the highest digit.
  private func halves(of set: TaskSet) -> [TaskSet] {
    let rest = Array(set.dropFirst())
    return (1..<1 << rest.count).reversed().map { pattern in
      TaskSet(rest.indices.filter { pattern >> (rest.count - 1 - $0) & 1 == 1 }.map { rest[$0] })
    }
  }

  private func key(_ blocks: [[TaskSet]]) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(blocks.count * taskCount)
    for sets in blocks {
      for task in 0..<taskCount {
        let companion = sets.first { $0.contains(task) }?.first ?? task
        key.append(UInt8(truncatingIfNeeded: companion))
      }
    }
    return key
  }
}
