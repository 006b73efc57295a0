/// The rounds in which the shares of all ranks are gathered or scattered.
///
/// The library counts elements and their places with 32 bits. Every round moves at most `quota`
/// elements of each rank, so that the shares of all ranks together stay within a piece. When one
/// round is enough, the elements go to their final places directly; otherwise through a staging
/// buffer in which every rank has its own place.
struct GatherRounds {
  /// Elements that each rank brings.
  let counts: [Int]
  /// Where each rank's elements start in the whole.
  let offsets: [Int]
  /// The most elements that one rank moves in one round.
  let quota: Int
  /// Number of rounds.
  let count: Int

  init<Element: MessageElement>(
    counts: [Int], _ communicator: Communicator, _ type: Element.Type
  ) {
    self.counts = counts
    var offsets: [Int] = []
    var total = 0
    for count in counts {
      offsets.append(total)
      total += count
    }
    self.offsets = offsets
    let share = communicator.pieceByteCount / MemoryLayout<Element>.stride / communicator.size
    let quota = Swift.max(1, share)
    self.quota = quota
    count = ((counts.max() ?? 0) + quota - 1) / quota
  }

  /// Elements of all ranks.
  var total: Int { counts.reduce(0, +) }

  /// Whether the elements can go to their final places at once.
  var isDirect: Bool { count <= 1 }

  /// Elements that `rank` moves in `round`.
  func length(of rank: Int, in round: Int) -> Int {
    min(quota, max(0, counts[rank] - round * quota))
  }

  /// Where in the whole the elements start that `rank` moves in `round`.
  func start(of rank: Int, in round: Int) -> Int { offsets[rank] + round * quota }
}
