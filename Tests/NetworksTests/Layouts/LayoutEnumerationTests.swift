import Networks
import Testing

@Suite("Enumeration of tree layouts")
struct LayoutEnumerationTests {
  @Test(arguments: [
    (1, 1, 1), (1, 7, 1), (2, 5, 6), (3, 1, 5), (3, 5, 51), (4, 5, 561), (5, 3, 1304),
    (5, 5, 7556), (8, 1, 4140),
  ])
  func count(tasks: Int, blocks: Int, expected: Int) throws {
    #expect(try TreeLayout.count(tasks: tasks, blocks: blocks) == expected)
  }

  @Test func enumeratesAsManyAsCounted() throws {
    for (tasks, blocks) in [(1, 3), (2, 4), (3, 5), (4, 3), (5, 2)] {
      let layouts = try TreeLayout.enumerate(tasks: tasks, blocks: blocks)
      #expect(layouts.count == (try TreeLayout.count(tasks: tasks, blocks: blocks)))
      for layout in layouts { #expect(throws: Never.self) { try TreeLayout(layout.blocks) } }
    }
  }

  @Test func publishedOrderOfThreeTasks() throws {
    let layouts = try TreeLayout.enumerate(tasks: 3, blocks: 2).map(\.description)
    #expect(
      layouts == [
        "[[[0, 1, 2]], [[0, 1, 2]]]",
        "[[[1, 2], [0]], [[1, 2], [0]]]",
        "[[[0], [2], [1]], [[0], [2], [1]]]",
        "[[[1, 2], [0]], [[0], [2], [1]]]",
        "[[[1], [0, 2]], [[1], [0, 2]]]",
        "[[[1], [0, 2]], [[1], [2], [0]]]",
        "[[[2], [0, 1]], [[2], [0, 1]]]",
        "[[[2], [0, 1]], [[2], [1], [0]]]",
        "[[[0, 1, 2]], [[1, 2], [0]]]",
        "[[[0, 1, 2]], [[0], [2], [1]]]",
        "[[[0, 1, 2]], [[1], [0, 2]]]",
        "[[[0, 1, 2]], [[2], [0, 1]]]",
      ])
  }

  @Test func layoutFortyEightBranchesInTheLastBlock() throws {
    let layouts = try TreeLayout.enumerate(tasks: 3, blocks: 5)
    let expected: TreeLayout = try makeLayout([(4, [[0, 1, 2]]), (1, [[0], [2], [1]])])
    #expect(layouts[48] == expected)
  }

  @Test(arguments: [(0, 5), (9, 1), (-1, 1), (3, 0), (3, 1025), (8, 5)])
  func refusesWhatCannotBeEnumerated(tasks: Int, blocks: Int) {
    #expect(throws: LayoutError.self) { try TreeLayout.enumerate(tasks: tasks, blocks: blocks) }
    #expect(throws: LayoutError.self) { try TreeLayout.count(tasks: tasks, blocks: blocks) }
  }
}
