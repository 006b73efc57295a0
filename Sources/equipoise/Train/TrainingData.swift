import Datasets
import Jobs

/// The images of a training, opened and held against the job.
struct TrainingData {
  /// The file.
  let file: DatasetFile
  /// The split that is trained on.
  let split: DatasetSplit
  /// Number of images that the job takes of it.
  let imageCount: Int
  /// The split of measurements in between, with the number of its images that are taken.
  let validation: (split: DatasetSplit, imageCount: Int)?

  /// - Throws: `DatasetError` or `HDF5Error` for the file, `JobMismatch` when it does not have what
  ///   the job wants.
  init(_ job: TrainingJob) throws {
    file = try DatasetFile(job.data.file)
    split = try file.split(job.data.split)
    imageCount = min(job.data.limit ?? split.count, split.count)
    let file = file
    validation = try job.validation.map { settings in
      let split = try file.split(settings.split)
      return (split, min(settings.limit ?? split.count, split.count))
    }
    try job.data.check(
      kind: file.description.dialect, tasks: file.description.tasks, for: job.model.tasks)
    guard imageCount > 0 else {
      throw JobMismatch("data.split", of: job.data.file, expected: "images", found: "none")
    }
  }
}
