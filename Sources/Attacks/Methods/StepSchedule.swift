public import Kernels

/// How many steps an attack takes, and how long they are.
public struct StepSchedule: Hashable, Sendable {
  /// How many steps are accepted: ten times the longest attacks that studies report.
  public static let counts = 1...10_000

  /// The length of the first step.
  public enum Size: Hashable, Sendable {
    /// A multiple of the radius.
    case timesRadius(Float)
    /// The radius over the number of steps, as in the published code.
    case radiusPerStep
    /// That many pixel values.
    case pixels(PixelBudget)
  }

  /// How the length changes from step to step.
  public enum Decay: String, Hashable, Sendable, CaseIterable {
    /// It does not.
    case constant
    /// It falls in equal parts, to one part in the last step.
    case linear
  }

  /// The number of steps.
  public let count: Int
  /// The length of the first step.
  public let size: Size
  /// How the length changes.
  public let decay: Decay

  /// Creates a schedule.
  public init(count: Int, size: Size = .radiusPerStep, decay: Decay = .constant) {
    self.count = count
    self.size = size
    self.decay = decay
  }

  /// The length of a step, from 0.
  func stepSize(at step: Int, radius: PixelBudget) -> PixelBudget {
    let first: Double =
      switch size {
      case .timesRadius(let factor): Double(radius.pixels) * Double(factor)
      case .radiusPerStep: Double(radius.pixels) / Double(count)
      case .pixels(let budget): Double(budget.pixels)
      }
    switch decay {
    case .constant: return PixelBudget(Float(first))
    case .linear: return PixelBudget(Float(first * Double(count - step) / Double(count)))
    }
  }

  /// Checks the numbers.
  /// - Throws: ``AttackError``.
  func validate(of method: String) throws {
    guard Self.counts.contains(count) else {
      throw AttackError(.steps, of: method, expected: "\(Self.counts)", found: "\(count)")
    }
    guard size.isAccepted else {
      throw AttackError(.stepSize, of: method, expected: Size.accepted, found: "\(size)")
    }
  }
}

extension StepSchedule.Size: LosslessStringConvertible {
  private static let factorMark = "*radius"
  private static let perStep = "radius/steps"

  /// Reads `2` (pixel values), `0.25*radius`, or `radius/steps`; nil for anything else, and for
  /// lengths that are not accepted.
  public init?(_ description: String) {
    if description == Self.perStep {
      self = .radiusPerStep
    } else if description.hasSuffix(Self.factorMark) {
      guard let factor = Float(description.dropLast(Self.factorMark.count)) else { return nil }
      self = .timesRadius(factor)
    } else {
      // As a budget takes it.
      guard let pixels = Float(description), pixels >= 0, pixels.isFinite else { return nil }
      self = .pixels(PixelBudget(pixels))
    }
    guard isAccepted else { return nil }
  }

  /// The lengths that are accepted, in words.
  public static let accepted =
    "pixel values up to 1e6, such as 2, or up to 1000 times the radius, such as 0.25*radius, or "
    + "radius/steps"

  /// Whether the length is a number, and small enough for `Float` with any radius.
  var isAccepted: Bool {
    switch self {
    case .timesRadius(let factor): (0...1000).contains(factor)
    case .radiusPerStep: true
    case .pixels(let budget): budget.pixels <= 1e6
    }
  }

  /// What ``init(_:)`` reads.
  public var description: String {
    switch self {
    case .timesRadius(let factor): "\(factor)\(Self.factorMark)"
    case .radiusPerStep: Self.perStep
    case .pixels(let budget): "\(budget.pixels)"
    }
  }
}
