import Networks
import Testing

@Suite("Tree layouts")
struct TreeLayoutTests {
  @Test func countsTasksBlocksAndCopies() throws {
    let layout = try TreeLayout([[[0, 1, 2]], [[2], [0, 1]], [[2], [1], [0]]])
    #expect(layout.taskCount == 3)
    #expect(layout.blockCount == 3)
    #expect(layout.copyCount == 6)
    #expect((0..<3).map(layout.firstCopy(ofBlock:)) == [0, 1, 3])
  }

  @Test func orderOfSetsIsIdentityButNotEquivalence() throws {
    let layout = try TreeLayout([[[0, 1, 2]], [[0, 1], [2]]])
    let reordered = try TreeLayout([[[0, 1, 2]], [[2], [0, 1]]])
    let other = try TreeLayout([[[0, 1, 2]], [[0, 2], [1]]])
    #expect(layout != reordered)
    #expect(layout.isEquivalent(to: reordered))
    #expect(!layout.isEquivalent(to: other))
    #expect(!layout.isEquivalent(to: try TreeLayout([[[0, 1, 2]]])))
  }

  @Test func sharedLayoutHasOneCopyPerBlock() throws {
    let layout = TreeLayout(sharedBy: 3, blocks: 2)
    #expect(layout == (try TreeLayout([[[0, 1, 2]], [[0, 1, 2]]])))
  }

  @Test(
    arguments: [
      ([], "blocks", "none"),
      ([[]], "block 0", "none"),
      ([[[]]], "block 0", "none"),
      ([[[0], []]], "block 0", "an empty set"),
      ([[[0, 1], [1, 2]]], "block 0", "[1] twice"),
      ([[[0, 2]]], "block 0", "[0, 2]"),
      ([[[0, 1]], [[0]]], "block 1", "no set with [1]"),
      ([[[0, 1]], [[0], [1], [2]]], "block 1", "[2]"),
      ([[[0], [1]], [[0, 1]]], "block 1", "[0, 1]"),
      ([[[0, 1, 2]], [[0], [1, 2]], [[1], [0, 2]]], "block 2", "[0, 2]"),
    ] as [([[TaskSet]], String, String)])
  func refusesWhatIsNoTree(blocks: [[TaskSet]], place: String, finding: String) throws {
    let error = try #require(throws: LayoutError.self) { try TreeLayout(blocks) }
    #expect(error.place == place)
    #expect(error.finding == finding)
  }

  @Test func refusesMoreTasksThanAWordHasBits() {
    let all = TaskSet(0..<TaskSet.capacity)
    #expect(throws: LayoutError.self) { try TreeLayout([[all, [0]]]) }
    #expect(throws: Never.self) { try TreeLayout([[all]]) }
  }
}

@Suite("Task sets")
struct TaskSetTests {
  @Test func behavesAsASet() {
    let set: TaskSet = [5, 0, 63, 5]
    #expect(Array(set) == [0, 5, 63])
    #expect(set.count == 3)
    #expect(set.first == 0)
    #expect(set.contains(63) && !set.contains(62) && !set.contains(-1) && !set.contains(64))
    #expect(TaskSet([5]).isSubset(of: set) && !set.isSubset(of: [5]))
    #expect(set.intersection([5, 6]) == [5])
    #expect(set.union([1]) == [0, 1, 5, 63])
    #expect(set.subtracting([0, 1]) == [5, 63])
    #expect(set.isDisjoint(with: [1]) && !set.isDisjoint(with: [0]))
    #expect(TaskSet().isEmpty && TaskSet().first == nil)
    #expect(set.description == "[0, 5, 63]")
  }
}
