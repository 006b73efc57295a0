/// The derivative of the hyperbolic tangent.
public enum HyperbolicSecant {
  /// sech^2(x) = 4 e / (1 + e)^2 with e = exp(-2 |x|), which never overflows: 1 at 0, falling to 0.
  ///
  /// Written as 4 exp(2x) / (exp(2x) + 1)^2 it is 0 from 22 on and NaN from 44.4 on. NaN gives NaN.
  /// - Complexity: O(1), no allocation.
  public static func squared(_ x: Float) -> Float { squared(Lanes(repeating: x))[0] }

  @inline(__always)
  static func squared(_ x: Lanes) -> Lanes {
    let power = exponential(-2 * x.magnitudes)
    let sum = 1 + power
    return 4 * power / (sum * sum)
  }
}
