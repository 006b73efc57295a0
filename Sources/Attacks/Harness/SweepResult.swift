public import Kernels

/// What one attack did to a data set, as far as other attacks are compared with it.
public struct SweepResult: Hashable, Sendable {
  /// The attack.
  public let attack: AttackDescription
  /// The norm of the perturbations.
  public let norm: Norm
  /// Their largest size.
  public let radius: PixelBudget
  /// The mean relative loss change over images and tasks.
  public let relativeChange: Double

  /// Creates a result.
  public init(
    _ attack: AttackDescription, norm: Norm, radius: PixelBudget, relativeChange: Double
  ) {
    self.attack = attack
    self.norm = norm
    self.radius = radius
    self.relativeChange = relativeChange
  }

  /// Number of steps.
  var steps: Int { attack.method.stepCount }

  /// Whether both are of the same method with the same parameters, but for radius and steps.
  func isKin(of other: Self) -> Bool {
    attack.family == other.attack.family && norm == other.norm
  }
}
