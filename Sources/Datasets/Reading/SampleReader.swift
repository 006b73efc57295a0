internal import Tasks

/// Serves given images of a split, preprocessed, reading ahead on another thread.
///
/// A rank reads its shard: the indices that it was given, in their order. Not for more than one
/// thread at a time.
public final class SampleReader {
  /// What training does to images besides.
  public struct Training: Hashable, Sendable {
    /// Seed of all random numbers.
    public var seed: UInt64
    /// Number of the pass over the data.
    public var epoch: Int

    /// Names seed and epoch.
    public init(seed: UInt64, epoch: Int) {
      self.seed = seed
      self.epoch = epoch
    }
  }

  /// The images served, by their positions in the split.
  public let indices: [Int]
  private let queue: ReadAheadQueue<Sample>
  private var served = 0

  /// Begins to read.
  /// - Parameters:
  ///   - indices: positions in the split.
  ///   - training: the augmentation; nil for evaluation. The sample of an index depends on seed,
  ///     epoch and index alone, so that it is the same on every rank.
  ///   - readAhead: number of samples that may wait to be taken.
  /// - Throws: ``DatasetError`` when the split lacks a task's labels or an image.
  public init(
    _ split: DatasetSplit, indices: [Int], _ preprocessing: Preprocessing,
    training: Training? = nil, readAhead: Int = 4
  ) throws {
    precondition(readAhead > 0, "reading \(readAhead) ahead")
    for index in indices { try split.require(index) }
    precondition(
      split.dialect == preprocessing.dialect, "\(split.dialect) read as \(preprocessing.dialect)")
    var tasks = preprocessing.conventions.map(\.task)
    try split.require(tasks)
    if tasks.contains(.normals), !tasks.contains(.depth), split.tasks.contains(.depth) {
      // The depth tells which normals are valid.
      tasks.append(.depth)
    }
    let wanted = tasks
    self.indices = indices
    queue = ReadAheadQueue(count: indices.count, capacity: readAhead) { position in
      let index = indices[position]
      let stored = try split.sample(index, tasks: wanted)
      guard let training else { return try preprocessing.evaluationSample(stored) }
      return try preprocessing.trainingSample(
        stored,
        preprocessing.augmentation(
          seed: training.seed, epoch: training.epoch, index: index, of: stored.image))
    }
  }

  deinit { queue.cancel() }

  /// The sample of the next index; nil after the last.
  /// - Throws: what reading it threw; the next call goes on with the index after it.
  public func next() throws -> Sample? {
    guard served < indices.count else { return nil }
    served += 1
    return try queue.take().get()
  }
}
