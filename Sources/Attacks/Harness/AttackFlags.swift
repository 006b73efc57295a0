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

  /// A flag with its name in results, and what it means in a sentence.
  public struct Explained: Hashable, Sendable {
    /// The flag.
    public let flag: AttackFlags
    /// Its name in results.
    public let name: String
    /// What it means.
    public let explanation: String
  }

  /// A sentence for each flag that is set.
  public var explanations: [String] {
    Self.explained.filter { contains($0.flag) }.map(\.explanation)
  }

  /// All flags, in the order of their bits.
  public static let explained = [
    Explained(
      flag: .nonFiniteLoss, name: "non-finite-loss",
      explanation: "a loss is not finite: the attack on this image stopped there"),
    Explained(
      flag: .nonFiniteGradient, name: "non-finite-gradient",
      explanation: "a gradient is not finite: the attack on this image stopped there"),
    Explained(
      flag: .emptyTask, name: "empty-task",
      explanation: "a task has no valid pixel in this image and was not counted"),
    Explained(
      flag: .flooredDenominator, name: "floored-denominator",
      explanation: "a clean or current loss is almost 0: its relative change says little"),
    Explained(
      flag: .vanishingGradient, name: "vanishing-gradient",
      explanation: "the gradient vanishes: the model may mask it rather than be robust"),
    Explained(
      flag: .singleTaskCarries, name: "single-task-carries",
      explanation: "one task carries the whole attack"),
    Explained(
      flag: .corrected, name: "corrected",
      explanation: "the attack left the threat model and was projected back"),
    Explained(
      flag: .objectiveFell, name: "objective-fell",
      explanation: "the attack lowered its own objective"),
  ]
}
