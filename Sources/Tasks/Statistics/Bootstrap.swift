internal import Kernels

/// The bootstrap over images: what the images that happen to be in a data set add to a result's
/// uncertainty (Efron, Tibshirani, An Introduction to the Bootstrap, 1993, chapters 6 and 13).
///
/// A replicate draws as many images as there are, with replacement, and computes everything from
/// them as from a data set. Draws are functions of the seed, the replicate and the place alone, so
/// that all configurations see the same replicates: the clean model and the attacked one, too.
public struct Bootstrap: Hashable, Sendable {
  /// Number of replicates.
  public let replicateCount: Int
  /// The seed of the draws.
  public let seed: UInt64
  /// The share of replicates between an interval's ends.
  public let level: Double

  /// Creates a bootstrap.
  /// - Precondition: at least one replicate, a level in 0..<1.
  public init(replicateCount: Int = 1_000, seed: UInt64 = 0, level: Double = 0.95) {
    precondition(replicateCount > 0 && level >= 0 && level < 1, "\(replicateCount), \(level)")
    self.replicateCount = replicateCount
    self.seed = seed
    self.level = level
  }

  /// How often a replicate has each image.
  /// - Complexity: O(`imageCount`), allocates the result.
  public func multiplicities(replicate: Int, imageCount: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: imageCount)
    guard imageCount > 0 else { return counts }
    let random = CounterRandom(key: seed, UInt64(bitPattern: Int64(replicate)))
    for place in 0..<imageCount { counts[random.index(place, below: imageCount)] += 1 }
    return counts
  }
}
