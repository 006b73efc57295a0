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
  public enum Decay: String, Hashable, Sendable {
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
      throw AttackError("\(method): steps", expected: "1 or more", found: "\(count)")
    }
    if case .timesRadius(let factor) = size {
      guard factor >= 0, factor.isFinite else {
        throw AttackError(
          "\(method): step size", expected: "0 or more times the radius", found: "\(factor)")
      }
    }
  }
}
