public import Attacks
public import Kernels

/// An attack with its budget: one entry of a job's expanded list.
public struct AttackConfiguration: Hashable, Sendable, CustomStringConvertible {
  /// Method, strategy and their settings.
  public let attack: AttackDescription
  /// The norm of a perturbation.
  public let norm: Norm
  /// Its largest size.
  public let radius: PixelBudget

  /// Creates a configuration.
  public init(_ attack: AttackDescription, norm: Norm = .maximum, radius: PixelBudget) {
    self.attack = attack
    self.norm = norm
    self.radius = radius
  }

  /// The identity: norm, radius and all settings of the attack, those by default too, as
  /// `name=value` in a fixed order with spaces between. Configurations that mean the same have the
  /// same, others have others.
  public var description: String {
    "norm=\(norm.rawValue) radius=\(Self.text(radius)) \(attack.description)"
  }

  /// What the attacker may do.
  /// - Parameter range: valid values of each channel.
  public func threat(range: ChannelRange) -> ThreatModel {
    ThreatModel(norm, radius: radius, range: range)
  }

  /// A budget in pixel values, without a fraction where there is none.
  static func text(_ budget: PixelBudget) -> String {
    let text = "\(budget.pixels)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
