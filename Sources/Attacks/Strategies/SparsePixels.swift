internal import Kernels

/// Another strategy's direction on a limited number of pixels.
///
/// The first step of the attack is then the same integer program with a budget: among all d with
/// coordinates in {-1, 0, 1} times the step that change at most `pixelLimit` pixels, the one that
/// maximises c . d. A pixel contributes the sum of the magnitudes of c over its channels, whatever
/// the others do, so that the pixels with the largest sums are optimal; of equal ones the first. The
/// pixels stay chosen for the whole attack.
public struct SparsePixels: BalancingStrategy {
  /// The strategy whose direction is cut.
  public let base: any BalancingStrategy
  /// Most pixels that may change.
  public let pixelLimit: Int

  /// Creates the strategy.
  public init(_ base: any BalancingStrategy = Balanced(), pixelLimit: Int) {
    self.base = base
    self.pixelLimit = pixelLimit
  }

  /// `sparse(PIXELS)-BASE`.
  public var name: String { "sparse(\(pixelLimit))-\(base.name)" }
  /// As the base.
  public var needsTaskGradients: Bool { base.needsTaskGradients }
  /// A random start changes every pixel.
  public var allowsRandomStart: Bool { false }

  /// Checks the limit and the base.
  public func validate(taskCount: Int) throws {
    guard pixelLimit >= 0 else {
      throw AttackError(.pixelLimit, of: name, expected: "0 or more", found: "\(pixelLimit)")
    }
    try base.validate(taskCount: taskCount)
  }

  /// The base's state, with no pixel chosen yet.
  public func balancer(cleanLosses: [TaskLoss]) -> any TaskBalancer {
    Balancer(pixelLimit: pixelLimit, base: base.balancer(cleanLosses: cleanLosses))
  }

  private struct Balancer: TaskBalancer {
    let pixelLimit: Int
    var base: any TaskBalancer
    var selection: PixelSelection?

    mutating func observe(_ losses: Span<TaskLoss>) { base.observe(losses) }

    func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool {
      base.weigh(losses, into: &weights)
    }

    mutating func balance(
      _ gradients: inout MutableSpan<Float>, losses: Span<TaskLoss>, weights: Span<Double>
    ) {
      base.balance(&gradients, losses: losses, weights: weights)
    }

    mutating func restrict(_ direction: inout MutableSpan<Float>) {
      base.restrict(&direction)
      let chosen = selection ?? PixelSelection(largestOf: direction.span, count: pixelLimit)
      selection = chosen
      chosen.restrict(&direction)
    }

    func objective(_ losses: Span<TaskLoss>) -> Double { base.objective(losses) }
  }
}
