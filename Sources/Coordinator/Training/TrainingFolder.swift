internal import ByteStorage
internal import Foundation
public import Jobs
public import Training

/// The folder of a training, held by one run at a time: checkpoints, curves, and the model in the
/// end.
public final class TrainingFolder {
  /// The checkpoints.
  public let checkpoints: CheckpointFolder
  /// Whether a run of the same identity has been here before.
  public let isContinued: Bool

  private let directory: ResultsDirectory

  /// Makes the folder, or opens one, takes its lock, and notes the attempt.
  /// - Parameters:
  ///   - resumes: whether to go on with a run that is there; without one a new run begins.
  ///   - holder: who this is, for those who find the folder locked.
  /// - Throws: what is wrong with the folder; `RunIdentity.Mismatch` when another run has been
  ///   there; `FileLock.Held` when another run holds it; `FileError`.
  public init(
    _ job: TrainingJob, identity: RunIdentity, resumes: Bool, holder: String, facts: AttemptFacts
  ) throws {
    directory = try ResultsDirectory(
      job.output, marker: .training, resumes: resumes, holder: holder)
    isContinued = directory.isContinued
    checkpoints = CheckpointFolder(
      directory.file("checkpoints"), keptCount: job.keptCheckpointCount)
    let path = directory.file(ResultsDirectory.trainingName)
    var history = TrainingHistory(job: job.name, identity: identity)
    if isContinued {
      history = try TrainingHistory(path: path)
      try identity.check(history.runIdentity, in: path)
    }
    history.attempts.append(TrainingHistory.Attempt(facts))
    try history.write(to: path)
    try checkpoints.removePartialFiles()
  }

  /// The path of the model that a complete training leaves.
  public var modelPath: String { directory.file("model.safetensors") }
  /// The path of the folder itself.
  var path: String { directory.path }
  /// The path of the curves of losses.
  var lossPath: String { directory.file("metrics.csv") }
  /// The path of the measurements in between.
  var validationPath: String { directory.file("validation.csv") }
}
