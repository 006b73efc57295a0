/// The signs of gradients, whose sum is a vote of the tasks.
public enum SignVote {
  /// Replaces every value by its sign, -1, 0 or 1; the sign of zeros and of NaN is 0.
  /// - Complexity: O(values), one pass; allocates nothing.
  public static func replaceWithSigns(_ values: inout MutableSpan<Float>) {
    values.update { $0.signs(times: 1) }
  }
}
