public import Kernels

/// How many steps an attack takes, and how long they are.
public struct StepSchedule: Hashable, Sendable {
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
    guard count >= 1 else {
      throw AttackError(.steps, of: method, expected: "1 or more", found: "\(count)")
    }
    if case .timesRadius(let factor) = size {
      guard factor >= 0, factor.isFinite else {
        throw AttackError(
          .stepSize, of: method, expected: "0 or more times the radius", found: "\(factor)")
      }
    }
  }
}

extension StepSchedule.Size: LosslessStringConvertible {
  private static let factorMark = "*radius"
  private static let perStep = "radius/steps"

  /// Reads `2` (pixel values), `0.25*radius`, or `radius/steps`; nil for anything else.
  public init?(_ description: String) {
    func number(_ text: Substring) -> Float? {
      Float(text).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
    }
    if description == Self.perStep {
      self = .radiusPerStep
    } else if description.hasSuffix(Self.factorMark) {
      guard let factor = number(description.dropLast(Self.factorMark.count)) else { return nil }
      self = .timesRadius(factor)
    } else {
      guard let pixels = number(description[...]) else { return nil }
      self = .pixels(PixelBudget(pixels))
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
