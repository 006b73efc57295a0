/// A loss before its division: the weighted sum of the pixels' losses and the sum of the weights.
///
/// Sums of several images, or of several ranks, add up to the loss pooled over all their valid
/// pixels; added in the same order they give the same bits.
public struct LossSum: Hashable, Sendable {
  /// The sum over the valid pixels of weight times loss; NaN if a prediction there is NaN.
  public var numerator: Double
  /// The sum of the valid pixels' weights: their number, unless classes are weighted.
  public var denominator: Double
  /// Number of valid pixels.
  public var validCount: Int

  /// Creates a sum, of no pixel unless told.
  public init(numerator: Double = 0, denominator: Double = 0, validCount: Int = 0) {
    self.numerator = numerator
    self.denominator = denominator
    self.validCount = validCount
  }

  /// Whether no pixel is valid. The loss is then defined as 0, where the published code divides
  /// zero by zero, and has no gradient.
  public var isEmpty: Bool { validCount == 0 }

  /// The loss: the weighted mean over the valid pixels, 0 if there is none.
  public var value: Double { isEmpty ? 0 : numerator / denominator }

  /// Pools two sums.
  public static func + (lhs: LossSum, rhs: LossSum) -> LossSum {
    LossSum(
      numerator: lhs.numerator + rhs.numerator, denominator: lhs.denominator + rhs.denominator,
      validCount: lhs.validCount + rhs.validCount)
  }

  /// Pools another sum into this one.
  public static func += (lhs: inout LossSum, rhs: LossSum) { lhs = lhs + rhs }
}
