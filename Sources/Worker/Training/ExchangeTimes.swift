/// Where a rank's time went in what ranks do together in training steps.
public struct ExchangeTimes: Hashable, Sendable {
  /// Steps taken.
  public internal(set) var stepCount = 0
  /// Moving gradients on, during backward passes.
  public internal(set) var overlapped = Duration.zero
  /// Finishing the sums of gradients after backward passes, with waiting for other ranks.
  public internal(set) var remainder = Duration.zero
  /// Updating parameters.
  public internal(set) var update = Duration.zero
  /// Bringing parameters to all ranks, with waiting for them.
  public internal(set) var parameters = Duration.zero
  /// Sums of numbers: losses, statistics of batch norms, norms.
  public internal(set) var numbers = Duration.zero
}
