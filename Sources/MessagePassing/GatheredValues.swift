/// Values of all ranks, as many from each as it brought.
public struct GatheredValues<Element: MessageElement>: Sendable {
  /// The values of all ranks, one rank after the other.
  public let values: [Element]
  /// How many values each rank brought.
  public let counts: [Int]
  private let offsets: [Int]

  init(values: [Element], rounds: GatherRounds) {
    self.values = values
    counts = rounds.counts
    offsets = rounds.offsets
  }

  /// The values of one rank.
  /// - Precondition: `rank` is below the number of ranks.
  public subscript(rank: Int) -> ArraySlice<Element> {
    values[offsets[rank]..<offsets[rank] + counts[rank]]
  }
}
