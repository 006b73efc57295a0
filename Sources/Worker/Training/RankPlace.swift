/// Which of the ranks this is.
public struct RankPlace: Hashable, Sendable {
  /// The rank's number, from 0.
  public let rank: Int
  /// How many there are.
  public let count: Int

  /// Names a rank.
  public init(rank: Int, count: Int) {
    precondition(rank >= 0 && rank < count, "rank \(rank) of \(count)")
    self.rank = rank
    self.count = count
  }
}
