internal import Datasets
internal import Jobs
internal import TensorCore
internal import Training

/// A rank's shares of the batches of a training, in order, read ahead on another thread.
final class BatchStream {
  /// A rank's share of a batch, and what all ranks know of it.
  struct Share: ~Copyable {
    let batch: TrainingBatch
    /// Images of all ranks.
    let globalCount: Int
    /// Where the batch begins.
    let start: TrainingPosition
    /// Where the next one begins.
    let end: TrainingPosition
  }

  private let job: TrainingJob
  private let split: DatasetSplit
  private let imageCount: Int
  private let place: RankPlace
  private let preprocessing: Preprocessing
  private var position: TrainingPosition
  private var order: EpochOrder
  private var reader: SampleReader

  /// Samples that may wait to be taken.
  private static let readAhead = 8

  /// Begins to read.
  /// - Throws: `DatasetError`.
  init(
    _ job: TrainingJob, _ split: DatasetSplit, imageCount: Int, place: RankPlace,
    from position: TrainingPosition
  ) throws {
    self.job = job
    self.split = split
    self.imageCount = imageCount
    self.place = place
    preprocessing = Preprocessing(
      dialect: split.dialect, conventions: job.model.conventions, height: job.data.height,
      width: job.data.width)
    self.position = position
    order = EpochOrder(count: imageCount, seed: job.seed, epoch: position.epoch)
    reader = try Self.reader(job, split, preprocessing, order, place, from: position)
  }

  /// The next share, waiting for its images.
  /// - Throws: what reading an image threw.
  func next() throws -> Share {
    let start = position
    let indices = order.share(
      from: start.sample, batchSize: job.batchSize, rank: place.rank, rankCount: place.count)
    let count = order.count(from: start.sample, batchSize: job.batchSize)
    let samples = try indices.map { index in
      guard let sample = try reader.next() else {
        preconditionFailure("image \(index) was not asked for")
      }
      return sample
    }
    let batch = try batch(samples, Array(indices))
    try advance(by: count)
    return Share(batch: batch, globalCount: count, start: start, end: position)
  }

  private func batch(_ samples: [Sample], _ indices: [Int]) throws -> TrainingBatch {
    guard !samples.isEmpty else {
      let shape = TensorShape(
        batch: 0, height: job.data.height, width: job.data.width, channels: 3)
      return TrainingBatch(images: Tensor(shape), labels: [], samples: [])
    }
    let joined = try SampleBatch(samples)
    return TrainingBatch(
      images: joined.input.copy(), labels: joined.labels, samples: indices)
  }

  private func advance(by count: Int) throws {
    position.sample += count
    guard position.sample == imageCount else { return }
    position = TrainingPosition(epoch: position.epoch + 1, sample: 0)
    order = EpochOrder(count: imageCount, seed: job.seed, epoch: position.epoch)
    reader = try Self.reader(job, split, preprocessing, order, place, from: position)
  }

  private static func reader(
    _ job: TrainingJob, _ split: DatasetSplit, _ preprocessing: Preprocessing,
    _ order: EpochOrder, _ place: RankPlace, from position: TrainingPosition
  ) throws -> SampleReader {
    let starts = stride(from: position.sample, to: order.images.count, by: job.batchSize)
    let indices = starts.flatMap {
      order.share(
        from: $0, batchSize: job.batchSize, rank: place.rank, rankCount: place.count)
    }
    return try SampleReader(
      split, indices: indices, preprocessing,
      training: job.isAugmented ? .init(seed: job.seed, epoch: position.epoch) : nil,
      readAhead: readAhead)
  }
}
