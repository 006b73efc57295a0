/// What is remarkable about an attack on one image.
public struct AttackFlags: OptionSet, Hashable, Sendable {
  /// The bits.
  public let rawValue: Int

  /// Creates flags from bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// A loss was NaN or infinite: the image stayed where that was seen, or at its best point.
  public static let nonFiniteLoss = AttackFlags(rawValue: 1 << 0)
  /// A gradient had a NaN or an infinity: the image stayed where that was seen.
  public static let nonFiniteGradient = AttackFlags(rawValue: 1 << 1)
  /// A task's label has no valid pixel: the task does not count for this image.
  public static let emptyTask = AttackFlags(rawValue: 1 << 2)
  /// A loss that others are divided by was below ``LossScale/floor``, and was replaced by it.
  public static let flooredDenominator = AttackFlags(rawValue: 1 << 3)
  /// A direction was zero everywhere: the image did not move in that step.
  public static let vanishingGradient = AttackFlags(rawValue: 1 << 4)
  /// One task has more than nine tenths of the rise of the relative losses.
  public static let singleTaskCarries = AttackFlags(rawValue: 1 << 5)
  /// The attack left the ball, the range or the finite numbers, and the harness put it back.
  public static let corrected = AttackFlags(rawValue: 1 << 6)
  /// The strategy's objective is lower at the result than at the clean image.
  public static let objectiveFell = AttackFlags(rawValue: 1 << 7)

  /// A sentence for each flag that is set.
  public var explanations: [String] {
    Self.sentences.filter { contains($0.flag) }.map(\.text)
  }

  private static let sentences: [(flag: AttackFlags, text: String)] = [
    (.nonFiniteLoss, "a loss is not finite: the attack on this image stopped there"),
    (.nonFiniteGradient, "a gradient is not finite: the attack on this image stopped there"),
    (.emptyTask, "a task has no valid pixel in this image and was not counted"),
    (.flooredDenominator, "a clean or current loss is almost 0: its relative change says little"),
    (.vanishingGradient, "the gradient vanishes: the model may mask it rather than be robust"),
    (.singleTaskCarries, "one task carries the whole attack"),
    (.corrected, "the attack left the threat model and was projected back"),
    (.objectiveFell, "the attack lowered its own objective"),
  ]
}
