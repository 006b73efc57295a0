internal import Kernels

/// The variants of Auto-PGD, which differ in more than their defaults.
public enum APGDVariant: String, Hashable, Sendable, CaseIterable {
  /// As in the published code of DGBA: a step is projected on the ball alone before it is
  /// averaged, the second condition compares the current objective at two checkpoints instead of
  /// the best one, a later tie is the best point, and a halved step goes on from where it is.
  /// Dispatched with a first step of radius / count, from which it never halves.
  case paper = "paper"
  /// The same, but after halving it goes on from the best point; the point before stays.
  case paperRevised = "paper-revised"
  /// As Croce and Hein have it (arXiv 2003.01690, algorithm 1): first step of twice the radius,
  /// projections on ball and range, best objective in the second condition; after halving it
  /// goes on from the best point with the gradient stored there.
  case croce2020 = "croce2020"

  /// The length of the first step.
  var firstStep: StepSchedule.Size { self == .croce2020 ? .timesRadius(2) : .radiusPerStep }
  /// Whether halving goes back to the best point.
  var returnsToBest: Bool { self != .paper }
  /// Whether a tie replaces the best point.
  var takesTies: Bool { self != .croce2020 }
  /// Whether the second condition looks at the best objective.
  var comparesBest: Bool { self == .croce2020 }
  /// Where a step is projected before it is averaged with the last move.
  var intermediate: MomentumStep.IntermediateProjection {
    self == .croce2020 ? .ballAndRange : .ball
  }
}
