public import Datasets
public import Jobs
public import Training

/// A rank's part of a training: its shares of the batches, one after the other, with what is done
/// in between.
public struct TrainingLoop {
  /// How a training ended.
  public enum Ending: Hashable, Sendable {
    /// After all iterations.
    case complete
    /// By a signal, after a checkpoint.
    case stopped
  }

  private let job: TrainingJob
  private let split: DatasetSplit
  private let imageCount: Int
  private let place: RankPlace

  /// Joins what a training is made of.
  /// - Parameter imageCount: how many images of the split the job takes.
  public init(_ job: TrainingJob, _ split: DatasetSplit, imageCount: Int, place: RankPlace) {
    self.job = job
    self.split = split
    self.imageCount = imageCount
    self.place = place
  }

  /// Trains until all iterations are done or a stop is wanted.
  ///
  /// After the last iteration, and when it is stopped, the state is saved. A trainer that has all
  /// iterations behind it does nothing.
  /// - Parameter position: where the trainer is in the data.
  /// - Throws: what reading images, the trainer and the duties throw.
  public func run(
    _ trainer: Trainer, from position: TrainingPosition, _ duties: TrainingDuties
  ) throws -> Ending {
    let total = job.iterationCount(imageCount: imageCount)
    guard trainer.iteration < total else { return .complete }
    let stream = try BatchStream(
      job, split, imageCount: imageCount, place: place, from: position)
    while trainer.iteration < total {
      let share = try next(stream, duties)
      try duties.agree(nil)
      let reports = try trainer.iterate(share.batch)
      let iteration = trainer.iteration
      try duties.note(
        TrainingDuties.Iteration(
          number: iteration, start: share.start, imageCount: share.globalCount,
          reports: reports))
      let isLast = iteration == total
      if let interval = job.validation?.interval, isLast || iteration % interval == 0 {
        try duties.validate(iteration)
      }
      let isStopWanted = try !isLast && duties.isStopWanted()
      if isLast || isStopWanted || iteration % job.checkpointInterval == 0 {
        try duties.save(share.end)
      }
      if isStopWanted { return .stopped }
    }
    return .complete
  }

  /// The next share; a problem with it is told to the other ranks, which wait for this one.
  private func next(
    _ stream: BatchStream, _ duties: TrainingDuties
  ) throws -> BatchStream.Share {
    do {
      return try stream.next()
    } catch {
      try duties.agree(error)
      throw error
    }
  }
}
