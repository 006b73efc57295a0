/// Neighbouring images of a split: a unit of shared work.
struct ImageBlock: Sendable {
  /// Position of the split in the source.
  let split: Int
  /// Positions in the split's plan.
  let positions: Range<Int>

  /// Enough for hundreds of processes; few enough for a folder.
  private static let desiredCount = 1024
  /// An interruption costs at most that many images of every process.
  private static let largestSize = 32

  /// The blocks of a source: a function of its splits alone, so that runs with other processes go
  /// on with each other's work.
  static func all(of source: any SampleSource) -> [ImageBlock] {
    let total = source.splits.reduce(0) { $0 + $1.images.count }
    let size = min(max(total / desiredCount, 1), largestSize)
    return source.splits.indices.flatMap { split in
      let count = source.splits[split].images.count
      return stride(from: 0, to: count, by: size).map {
        ImageBlock(split: split, positions: $0..<min($0 + size, count))
      }
    }
  }

  /// Makes the samples of the block, `threads` at a time, and hands them on in order.
  /// - Parameter take: gets a position and its sample; false ends the block.
  /// - Returns: whether all samples were taken.
  func makeSamples(
    of source: any SampleSource, threads: Int,
    _ take: (Int, Result<StoredSample, any Error>) throws -> Bool
  ) throws -> Bool {
    let size = max(threads, 1)
    for start in stride(from: positions.lowerBound, to: positions.upperBound, by: size) {
      let window = start..<min(start + size, positions.upperBound)
      let results = ParallelMap.results(window) { try source.sample($0, of: split) }
      for (position, result) in zip(window, results) where try !take(position, result) {
        return false
      }
    }
    return true
  }
}
