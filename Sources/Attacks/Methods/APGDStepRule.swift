/// When Auto-PGD halves the step of one image (Croce and Hein, arXiv 2003.01690, section 3.3).
///
/// Objectives are numbered by points: 0 is the start, k + 1 the point that step k leads to.
public struct APGDStepRule: Hashable, Sendable {
  /// Share of steps between two checkpoints that must raise the objective.
  private static let rho = 0.75

  /// The objective at every point so far.
  public private(set) var objectives: [Double] = []
  /// The length of every step so far, and of the next.
  public private(set) var stepSizes: [Float]
  private let checkpoints: [Int]
  private let comparesBest: Bool

  /// Creates a rule.
  /// - Parameter count: number of steps.
  public init(_ variant: APGDVariant, count: Int, firstStep: Float) {
    checkpoints = Self.checkpoints(count: count)
    comparesBest = variant.comparesBest
    stepSizes = [firstStep]
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
    objectives.append(objective)
    // The start decides nothing.
    guard objectives.count > 1 else { return false }
    let step = objectives.count - 2
    let last = stepSizes[step]
    guard step > 0, let index = checkpoints.firstIndex(of: step),
      isStuck(from: checkpoints[index - 1], to: step)
    else {
      stepSizes.append(last)
      return false
    }
    stepSizes.append(last / 2)
    return true
  }

  private func isStuck(from previous: Int, to current: Int) -> Bool {
    let rises = (previous..<current).count { objectives[$0 + 1] > objectives[$0] }
    if Double(rises) < Self.rho * Double(current - previous) { return true }
    guard stepSizes[previous] == stepSizes[current] else { return false }
    return comparesBest
      ? best(upTo: previous) == best(upTo: current)
      : objectives[previous] == objectives[current]
  }

  private func best(upTo point: Int) -> Double {
    objectives[...point].reduce(-.infinity) { max($0, $1) }
  }
}
