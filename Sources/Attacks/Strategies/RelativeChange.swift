/// Relative changes of losses against those of the clean image or of a data set.
struct RelativeChange {
  let scale: LossScale
  let clean: [TaskLoss]

  /// (L - base) / base of one task, nil for a task that does not count.
  func of(_ task: Int, _ losses: Span<TaskLoss>) -> Double? {
    guard !losses[task].isEmpty else { return nil }
    let base: Double
    if case .dataset(let means) = scale { base = means[task] } else { base = clean[task].value }
    let denominator = scale.denominator(of: task, current: losses[task], clean: clean[task]).value
    return (losses[task].value - base) / denominator
  }

  /// The mean over the tasks that count, R of the paper; 0 without any.
  func mean(_ losses: Span<TaskLoss>) -> Double {
    var sum = 0.0
    var count = 0
    for task in losses.indices {
      guard let change = of(task, losses) else { continue }
      sum += change
      count += 1
    }
    return count == 0 ? 0 : sum / Double(count)
  }
}

extension RelativeChange {
  /// Whether, of two tasks or more, one has more than nine tenths of the rises.
  func isCarriedByOneTask(_ losses: Span<TaskLoss>) -> Bool {
    var sum = 0.0
    var largest = 0.0
    var count = 0
    for task in losses.indices {
      guard let change = of(task, losses) else { continue }
      count += 1
      sum += max(change, 0)
      largest = max(largest, change)
    }
    return count > 1 && largest > 0.9 * sum
  }
}
