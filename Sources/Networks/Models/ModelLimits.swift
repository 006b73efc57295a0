/// Limits of what a description may ask for: far beyond any real network, and low enough that sizes
/// computed from them cannot overflow.
public enum ModelLimits {
  /// Most channels of a layer that a description names.
  public static let channels = 1 << 16
  /// Largest kernel, stride, padding or dilation.
  public static let extent = 1 << 10
  /// Most layers of a description.
  public static let layers = 1 << 12
  /// Most values of all parameters of a network.
  public static let parameterValues = 1 << 31

  /// Checks numbers of channels.
  /// - Throws: ``ModelError``.
  static func validate(channels widths: [Int], count: Int, part: String) throws {
    guard widths.count == count, widths.allSatisfy({ (1...channels).contains($0) }) else {
      let numbers = count == 1 ? "a number" : "\(count) numbers"
      throw ModelError(
        part: part, expectation: "\(numbers) from 1 to \(channels)", finding: "\(widths)")
    }
  }
}
