/// Which tasks share which blocks of a backbone: for each block a partition of the tasks, never
/// coarser than that of the block before.
///
/// Every set of a block gets its own copy of the block, so the layout is a tree whose root is the
/// image and whose leaves are the tasks. The order of the sets in a block is part of the layout: it
/// numbers the copies and thereby names their parameters. ``isEquivalent(to:)`` compares without it.
public struct TreeLayout: Hashable, Sendable {
  /// The sets of tasks of every block, from the image to the heads.
  public let blocks: [[TaskSet]]

  /// Creates a layout.
  /// - Throws: ``LayoutError`` when there is no block, a block is not a partition of the tasks
  ///   0..<n, or a set joins tasks that the block before has parted.
  public init(_ blocks: [[TaskSet]]) throws {
    guard let first = blocks.first else {
      throw LayoutError(place: "blocks", expectation: "at least one", finding: "none")
    }
    let count = first.reduce(0) { $0 + $1.count }
    guard count > 0 else {
      throw LayoutError(place: "block 0", expectation: "at least one task", finding: "none")
    }
    guard count <= TaskSet.capacity else {
      throw LayoutError(
        place: "block 0", expectation: "sets without common tasks", finding: "\(first)")
    }
    let tasks = TaskSet(0..<count)
    for (index, sets) in blocks.enumerated() {
      try Self.validatePartition(sets, of: tasks, block: index)
      guard index > 0 else { continue }
      for set in sets where !blocks[index - 1].contains(where: set.isSubset(of:)) {
        throw LayoutError(
          place: "block \(index)",
          expectation: "sets within those of block \(index - 1), \(blocks[index - 1])",
          finding: "\(set)")
      }
    }
    self.blocks = blocks
  }

  /// The layout in which all tasks share all blocks.
  /// - Precondition: from 1 to 64 tasks and at least one block.
  public init(sharedBy taskCount: Int, blocks blockCount: Int) {
    precondition(
      taskCount > 0 && taskCount <= TaskSet.capacity && blockCount > 0,
      "\(taskCount) tasks, \(blockCount) blocks")
    blocks = Array(repeating: [TaskSet(0..<taskCount)], count: blockCount)
  }

  /// A layout known to be valid.
  init(unchecked blocks: [[TaskSet]]) { self.blocks = blocks }

  /// Number of tasks.
  public var taskCount: Int { blocks[0].reduce(0) { $0 + $1.count } }

  /// Number of blocks of the backbone.
  public var blockCount: Int { blocks.count }

  /// Number of block copies, over all blocks.
  public var copyCount: Int { blocks.reduce(0) { $0 + $1.count } }

  /// Number of the first copy of a block: copies are counted block by block, inside a block in the
  /// order of its sets.
  /// - Precondition: the block exists.
  public func firstCopy(ofBlock block: Int) -> Int {
    blocks[..<block].reduce(0) { $0 + $1.count }
  }

  /// Whether the same tasks share the same blocks, whatever the order of the sets.
  public func isEquivalent(to other: TreeLayout) -> Bool {
    blocks.map(Set.init) == other.blocks.map(Set.init)
  }

  private static func validatePartition(
    _ sets: [TaskSet], of tasks: TaskSet, block: Int
  ) throws {
    var seen = TaskSet()
    for set in sets {
      let finding: String
      if set.isEmpty {
        finding = "an empty set"
      } else if !set.isDisjoint(with: seen) {
        finding = "\(set.intersection(seen)) twice"
      } else if !set.isSubset(of: tasks) {
        finding = "\(set)"
      } else {
        seen = seen.union(set)
        continue
      }
      throw LayoutError(
        place: "block \(block)", expectation: "every task of \(tasks) in one set",
        finding: finding)
    }
    guard seen == tasks else {
      throw LayoutError(
        place: "block \(block)", expectation: "every task of \(tasks) in one set",
        finding: "no set with \(tasks.subtracting(seen))")
    }
  }
}
