/// What attacks on single tasks do to all of them: the relative performance of every task (column)
/// under the attack on one of them (row).
public struct TransferMatrix: Hashable, Sendable {
  /// One row.
  public struct Row: Hashable, Sendable {
    /// The task whose loss was attacked.
    public let attacked: DenseTask
    /// The relative performance of every task, in the order of ``TransferMatrix/tasks``; nil where
    /// it is not defined.
    public let performances: [Double?]
  }

  /// The tasks that are measured.
  public let tasks: [DenseTask]
  /// One row for every attack, in the order in which they were given.
  public let rows: [Row]

  /// Creates the matrix of attacks of one method at one budget.
  /// - Precondition: all performances are of the same tasks in the same order.
  public init(_ attacks: [(attacked: DenseTask, performance: RelativePerformance)]) {
    let tasks = attacks.first?.performance.entries.map(\.task) ?? []
    rows = attacks.map { attack in
      precondition(
        attack.performance.entries.map(\.task) == tasks,
        "performances of \(attack.performance.entries.map(\.task)) beside \(tasks)")
      return Row(
        attacked: attack.attacked, performances: attack.performance.entries.map(\.performance))
    }
    self.tasks = tasks
  }

  /// The relative performance of a task under the attack on another; nil when there is none.
  public subscript(attacked attacked: DenseTask, measured measured: DenseTask) -> Double? {
    guard let row = rows.first(where: { $0.attacked == attacked }),
      let column = tasks.firstIndex(of: measured)
    else { return nil }
    return row.performances[column]
  }

  /// The mean of the performances of attacked tasks; nil when none is defined.
  public var direct: Double? { mean { $0 == $1 } }

  /// The mean of the performances of the tasks that were not attacked: how far attacks on one task
  /// carry over to the others. Nil when none is defined.
  public var transferred: Double? { mean { $0 != $1 } }

  private func mean(_ isMeant: (DenseTask, DenseTask) -> Bool) -> Double? {
    let values = rows.flatMap { row in
      zip(tasks, row.performances).compactMap { isMeant(row.attacked, $0) ? $1 : nil }
    }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
