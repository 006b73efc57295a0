public import Networks

/// What the tasks of a model share, as a job states it.
public enum LayoutSelection: Hashable, Sendable {
  /// A layout by its number in the published enumeration, for the model's tasks and the backbone's
  /// coarse blocks.
  case number(Int)
  /// All tasks share all blocks.
  case shared
  /// No block is shared.
  case separate
  /// A layout spelled out, for the backbone's coarse blocks or for all of its blocks.
  case blocks(TreeLayout)

  /// The number in the published enumeration, where it is known without one: that of a layout given
  /// by number, and 0 for the layout in which all is shared.
  public var number: Int? {
    switch self {
    case .number(let number): number
    case .shared: 0
    case .separate, .blocks: nil
    }
  }

  /// The layout of a backbone's blocks.
  /// - Parameters:
  ///   - taskCount: Number of the model's tasks, positive.
  ///   - blockCount: Number of the backbone's blocks, positive.
  ///   - mapping: The backbone's coarse blocks, if it has any.
  /// - Throws: `LayoutError` when there is no such layout.
  /// - Complexity: that of `TreeLayout.enumerate(tasks:blocks:)` for a layout by number.
  public func layout(
    taskCount: Int, blockCount: Int, mapping: BlockMapping?
  ) throws -> TreeLayout {
    switch self {
    case .number(let number):
      guard let mapping else {
        throw LayoutError(
          place: "number", expectation: "a backbone with coarse blocks", finding: "\(number)")
      }
      let layouts = try TreeLayout.enumerate(tasks: taskCount, blocks: mapping.blocks.count)
      guard layouts.indices.contains(number) else {
        throw LayoutError(
          place: "number",
          expectation: "0 to \(layouts.count - 1) for \(taskCount) tasks and "
            + "\(mapping.blocks.count) coarse blocks",
          finding: "\(number)")
      }
      return try layouts[number].refined(by: mapping)
    case .shared:
      return TreeLayout(sharedBy: taskCount, blocks: blockCount)
    case .separate:
      let sets = (0..<taskCount).map { TaskSet([$0]) }
      return try TreeLayout(Array(repeating: sets, count: blockCount))
    case .blocks(let layout):
      guard layout.taskCount == taskCount else {
        throw LayoutError(
          place: "tasks", expectation: "\(taskCount), as many as the model has",
          finding: "\(layout.taskCount)")
      }
      if layout.blockCount == blockCount { return layout }
      guard let mapping, layout.blockCount == mapping.blocks.count else {
        let coarse = mapping.map { "\($0.blocks.count) coarse blocks or " } ?? ""
        throw LayoutError(
          place: "blocks", expectation: "\(coarse)\(blockCount) blocks",
          finding: "\(layout.blockCount)")
      }
      return try layout.refined(by: mapping)
    }
  }
}
