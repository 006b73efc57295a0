import Datasets
import Jobs

/// The images of a training, opened and held against the job.
struct TrainingData {
  /// Those that are trained on.
  let trained: JobData
  /// The split of measurements in between, with the number of its images that are taken.
  let validation: (split: DatasetSplit, imageCount: Int)?

  /// - Throws: as ``JobData/init(_:for:)``; `JobMismatch` when there is no image.
  init(_ job: TrainingJob) throws {
    let trained = try JobData(job.data, for: job.model.tasks)
    guard trained.imageCount > 0 else {
      throw JobMismatch("data.split", of: job.data.file, expected: "images", found: "none")
    }
    self.trained = trained
    validation = try job.validation.map { settings in
      let split = try trained.file.split(settings.split)
      return (split, min(settings.limit ?? split.count, split.count))
    }
  }
}
