internal import Networks

/// Reads `layout`.
struct LayoutDecoder {
  private enum Word: String, CaseIterable {
    case shared
    case separate
  }

  let section: Section<ModelKey>
  let taskCount: Int
  /// The coarse blocks of the backbone, if they are known.
  let mapping: BlockMapping?

  /// The layout; nil when a problem has been reported.
  func decode() -> LayoutSelection? {
    guard let node = section.node(.layout) else { return .shared }
    switch node.content {
    case .list(let blocks):
      return blockList(node, blocks)
    case .scalar(let text, isPlain: true):
      if let number = ScalarSyntax.integer(text) { return numbered(node, number) }
    default: break
    }
    switch section.choice(.layout, node, as: Word.self) {
    case .shared: return .shared
    case .separate: return .separate
    case nil: return nil
    }
  }

  private func numbered(_ node: DocumentNode, _ number: Int) -> LayoutSelection? {
    guard let mapping else {
      section.refuse(
        .layout, node, expected: "coarse-blocks, in which layouts are counted, or no number")
      return nil
    }
    return check(node) {
      let count = try TreeLayout.count(tasks: taskCount, blocks: mapping.blocks.count)
      guard number < count else {
        throw LayoutError(
          place: "\(taskCount) tasks, \(mapping.blocks.count) coarse blocks",
          expectation: "a number from 0 to \(count - 1)", finding: "\(number)")
      }
      return .number(number)
    }
  }

  private func blockList(_ node: DocumentNode, _ blocks: [DocumentNode]) -> LayoutSelection? {
    let sets = blocks.map { block -> [TaskSet?] in
      guard case .list(let sets) = block.content else {
        section.refuse(.layout, block, expected: "a block, which is a list of sets of tasks")
        return [nil]
      }
      return sets.map(taskSet)
    }
    guard !sets.joined().contains(nil) else { return nil }
    return check(node) {
      let layout = try TreeLayout(sets.map { $0.compactMap(\.self) })
      let selection = LayoutSelection.blocks(layout)
      _ = try selection.layout(
        taskCount: taskCount, blockCount: mapping?.blockCount ?? layout.blockCount,
        mapping: mapping)
      return selection
    }
  }

  private func taskSet(_ node: DocumentNode) -> TaskSet? {
    guard case .list(let tasks) = node.content else {
      section.refuse(.layout, node, expected: "a set, which is a list of tasks")
      return nil
    }
    var set = TaskSet()
    for task in tasks {
      guard case .scalar(let text, isPlain: true) = task.content,
        let number = ScalarSyntax.integer(text), number < taskCount
      else {
        section.refuse(.layout, task, expected: "a task from 0 to \(taskCount - 1)")
        return nil
      }
      guard !set.contains(number) else {
        section.refuse(.layout, task, expected: "every task of a set once")
        return nil
      }
      set.insert(number)
    }
    return set
  }

  private func check(
    _ node: DocumentNode, _ selection: () throws -> LayoutSelection
  ) -> LayoutSelection? {
    do {
      return try selection()
    } catch let error as LayoutError {
      section.problems.add(
        node.place, key: section.name(.layout),
        expected: "\(error.expectation) (\(error.place))", found: error.finding)
    } catch {
      section.refuse(.layout, node)
    }
    return nil
  }
}
