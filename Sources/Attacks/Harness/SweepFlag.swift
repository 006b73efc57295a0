internal import Kernels

/// What is not plausible about the results of several attacks on the same images: a sign of masked
/// gradients, of too few steps, or of an error, rather than of robustness.
public struct SweepFlag: Hashable, Sendable, CustomStringConvertible {
  /// What is not plausible.
  public enum Kind: String, Hashable, Sendable {
    /// A larger radius changed the losses less.
    case moreBudgetHurtsLess = "more budget hurts less"
    /// More steps changed the losses less.
    case moreStepsHurtLess = "more steps hurt less"
    /// The total loss's direction changed the losses more than the balanced one.
    case totalBeatsBalanced = "total beats balanced"
  }

  /// What is not plausible.
  public let kind: Kind
  /// The result that was stronger, and should not have been.
  public let stronger: SweepResult
  /// The result that was weaker.
  public let weaker: SweepResult

  /// One sentence with both results.
  public var description: String {
    "\(kind.rawValue): \(Self.words(weaker)), but \(Self.words(stronger))"
  }

  /// Compares neighbours: results that differ in the radius alone, in the steps alone, or in total
  /// against balanced alone. Results that are not finite are left out.
  public static func find(in results: [SweepResult]) -> [SweepFlag] {
    let finite = results.filter(\.relativeChange.isFinite)
    var flags: [SweepFlag] = []
    for first in finite {
      let kin = finite.filter { $0.isKin(of: first) }
      let alike = kin.filter { $0.attack.balancing == first.attack.balancing }
      let larger = alike.filter { $0.steps == first.steps && $0.radius > first.radius }
        .min { $0.radius < $1.radius }
      let longer = alike.filter { $0.radius == first.radius && $0.steps > first.steps }
        .min { $0.steps < $1.steps }
      let balanced = kin.first {
        first.attack.strategyName == .total && $0.attack.strategyName == .balanced
          && $0.attack.pixelLimit == first.attack.pixelLimit && $0.radius == first.radius
          && $0.steps == first.steps
      }
      let pairs: [(Kind, SweepResult?)] = [
        (.moreBudgetHurtsLess, larger), (.moreStepsHurtLess, longer),
        (.totalBeatsBalanced, balanced),
      ]
      for case (let kind, let other?) in pairs where first.relativeChange > other.relativeChange {
        flags.append(SweepFlag(kind: kind, stronger: first, weaker: other))
      }
    }
    return flags
  }

  private static func words(_ result: SweepResult) -> String {
    "\(result.attack) at radius \(result.radius.pixels) changes the losses by"
      + " \(rounded(result.relativeChange))"
  }

  /// Four digits are enough to see which of two results is which, in most cases.
  private static func rounded(_ value: Double) -> String {
    value.magnitude < 1e9 ? "\((value * 1e4).rounded() / 1e4)" : "\(value)"
  }
}
