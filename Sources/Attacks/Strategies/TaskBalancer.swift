internal import Kernels

/// A strategy at work on one image.
///
/// In every step the attack calls, in this order: `observe` with the losses at the current point;
/// `weigh`; where the strategy asks for the tasks' gradients, `balance`; `restrict`. Losses are
/// finite, or empty. None of them should allocate: all memory is there when the balancer is made.
public protocol TaskBalancer {
  /// Takes note of the losses at the current point.
  mutating func observe(_ losses: Span<TaskLoss>)

  /// Writes the tasks' weights in the sum of losses whose gradient is the direction.
  ///
  /// For a strategy that is not linear: in the linear sum that stands for it where only one
  /// backward pass is to be made. Empty tasks get 0.
  /// - Returns: whether a denominator was floored.
  func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool

  /// Replaces the tasks' gradients, one after another, by their shares: the direction is the sum.
  ///
  /// An empty task's gradient is zero.
  /// - Parameter weights: what `weigh` has written.
  mutating func balance(
    _ gradients: inout MutableSpan<Float>, losses: Span<TaskLoss>, weights: Span<Double>)

  /// Removes from the direction what the strategy does not allow.
  mutating func restrict(_ direction: inout MutableSpan<Float>)

  /// What the attack maximises.
  func objective(_ losses: Span<TaskLoss>) -> Double
}

extension TaskBalancer {
  /// Nothing is remembered.
  public mutating func observe(_ losses: Span<TaskLoss>) {}

  /// Multiplies every gradient with its weight; a weight of 0 leaves zeros, whatever was there.
  public mutating func balance(
    _ gradients: inout MutableSpan<Float>, losses: Span<TaskLoss>, weights: Span<Double>
  ) {
    let count = gradients.count / losses.count
    for task in losses.indices {
      var gradient = gradients._mutatingExtracting(task * count..<(task + 1) * count)
      if weights[task] == 0 {
        gradient.update(repeating: 0)
      } else if weights[task] != 1 {
        LinearCombination.scale(&gradient, by: Float(weights[task]))
      }
    }
  }

  /// Everything is allowed.
  public mutating func restrict(_ direction: inout MutableSpan<Float>) {}
}
