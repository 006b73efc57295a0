/// When Auto-PGD halves the step of one image (Croce and Hein, arXiv 2003.01690, section 3.3).
///
/// Objectives are numbered by points: 0 is the start, k + 1 the point that step k leads to.
public struct APGDStepRule: Hashable, Sendable {
  /// Share of steps between two checkpoints that must raise the objective.
  private static let rho = 0.75

  /// The objective at every point so far.
  public private(set) var objectives: [Double] = []
  /// The length of every step so far, and of the next.
  public private(set) var stepSizes: [Float] = []
  /// The best objective up to every point so far.
  private var bestObjectives: [Double] = []
  private let checkpoints: [Int]
  /// The position of the checkpoint that comes next, the first one aside.
  private var nextCheckpoint = 1
  private let comparesBest: Bool

  /// Creates a rule.
  /// - Parameter count: number of steps.
  public init(_ variant: APGDVariant, count: Int, firstStep: Float) {
    checkpoints = Self.checkpoints(count: count)
    comparesBest = variant.comparesBest
    objectives.reserveCapacity(count + 1)
    bestObjectives.reserveCapacity(count + 1)
    stepSizes.reserveCapacity(count + 1)
    stepSizes.append(firstStep)
  }

  /// The steps after which the conditions are looked at: ceil(p N) with p = 0, 0.22 and on, each
  /// further by the last distance less 0.03, at least 0.06; p is summed in double precision, and
  /// duplicates are left out.
  public static func checkpoints(count: Int) -> [Int] {
    var fractions = [0, 0.22]
    while true {
      let last = fractions[fractions.count - 1]
      let next = last + max(last - fractions[fractions.count - 2] - 0.03, 0.06)
      if next >= 1 { break }
      fractions.append(next)
    }
    var checkpoints: [Int] = []
    checkpoints.reserveCapacity(fractions.count)
    for fraction in fractions {
      let step = Int((fraction * Double(count)).rounded(.up))
      if checkpoints.last != step { checkpoints.append(step) }
    }
    return checkpoints
  }

  /// Notes the objective of the next point and decides on the step that leaves it.
  ///
  /// The first step's length is kept for the second. At a checkpoint k the objectives up to
  /// point k count, though that of k + 1 is known.
  /// - Returns: whether the step was halved.
  public mutating func append(_ objective: Double) -> Bool {
    let best = objectives.isEmpty ? -.infinity : bestObjectives[objectives.count - 1]
    bestObjectives.append(max(best, objective))
    objectives.append(objective)
    // The start decides nothing.
    guard objectives.count > 1 else { return false }
    let step = objectives.count - 2
    let last = stepSizes[step]
    guard nextCheckpoint < checkpoints.count, checkpoints[nextCheckpoint] == step else {
      stepSizes.append(last)
      return false
    }
    let isHalved = isStuck(from: checkpoints[nextCheckpoint - 1], to: step)
    nextCheckpoint += 1
    stepSizes.append(isHalved ? last / 2 : last)
    return isHalved
  }

  private func isStuck(from previous: Int, to current: Int) -> Bool {
    var rises = 0
    for point in previous..<current where objectives[point + 1] > objectives[point] { rises += 1 }
    if Double(rises) < Self.rho * Double(current - previous) { return true }
    guard stepSizes[previous] == stepSizes[current] else { return false }
    return comparesBest
      ? bestObjectives[previous] == bestObjectives[current]
      : objectives[previous] == objectives[current]
  }
}
