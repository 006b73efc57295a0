/// The tree layout that a trainer stored beside the weights: for each block, how the tasks are
/// partitioned.
///
/// Read from the attributes of the stored object; nothing of its class runs.
public struct StoredLayout: Hashable, Sendable {
  /// The class of the stored object, such as `main.layout.Layout`.
  public let className: String
  /// Number of tasks; attribute `T`.
  public let taskCount: Int
  /// Per block the sets of tasks that share a copy of it; attribute `state`. The order of the sets
  /// in a block numbers the block's copies, and so the names of their parameters.
  public let blocks: [[Set<Int>]]

  /// Creates a layout.
  init(_ object: PickleObject, file: String) throws(CheckpointError) {
    className = "\(object.module).\(object.name)"
    let context = FaultContext(file: file, place: "stored layout")
    guard let tasks = object["T"]?.integer, let count = object["B"]?.integer,
      let state = object["state"], case .list(let stored) = state.content, tasks > 0
    else {
      throw context.fault(
        .malformed, expected: "a positive integer T, an integer B and a list 'state'",
        found: "others in \(quoted(className))")
    }
    guard stored.count == count else {
      throw context.fault(
        .malformed, expected: "\(count) blocks, as B says", found: "\(stored.count)")
    }
    taskCount = tasks
    // Parts may be shared, so that a short file can have a layout of any length.
    var remaining = CheckpointLimits.layoutItemCount
    var blocks: [[Set<Int>]] = []
    for block in stored {
      guard case .list(let sets) = block.content else {
        throw context.fault(
          .malformed, expected: "a list of task sets for block \(blocks.count)",
          found: block.kindName)
      }
      var partition: [Set<Int>] = []
      for set in sets {
        guard case .set(let items) = set.content else {
          throw context.fault(
            .malformed, expected: "a set of tasks in block \(blocks.count)", found: set.kindName)
        }
        remaining -= 1 + items.count
        guard remaining >= 0 else {
          throw context.fault(
            .limitExceeded, expected: "at most \(CheckpointLimits.layoutItemCount) sets and tasks",
            found: "more")
        }
        partition.append(try Self.tasks(items, below: tasks, context))
      }
      blocks.append(partition)
    }
    self.blocks = blocks
  }

  private static func tasks(
    _ items: [PickleValue], below count: Int, _ context: FaultContext
  ) throws(CheckpointError) -> Set<Int> {
    var tasks: Set<Int> = []
    for item in items {
      guard let task = item.integer, task >= 0, task < count else {
        let found = item.integer.map { "\($0)" } ?? item.kindName
        throw context.fault(.malformed, expected: "tasks of 0 to \(count - 1)", found: found)
      }
      tasks.insert(task)
    }
    return tasks
  }
}
