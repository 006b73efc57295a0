import Datasets
import Foundation
import Jobs

/// The images of a job, opened and held against it.
struct JobData {
  /// The file.
  let file: DatasetFile
  /// The split that the job names.
  let split: DatasetSplit
  /// Number of images that the job takes of it.
  let imageCount: Int

  /// - Throws: `DatasetError` or `HDF5Error` for the file, `JobMismatch` when it does not have what
  ///   the job wants.
  init(_ job: EvaluationJob) throws {
    guard FileManager.default.fileExists(atPath: job.data.file) else {
      throw JobMismatch(
        "data.file", of: job.data.file,
        expected: "a data set file, which equipoise synthesize or equipoise import makes",
        found: "nothing of that name")
    }
    file = try DatasetFile(job.data.file)
    split = try file.split(job.data.split)
    imageCount = min(job.data.limit ?? split.count, split.count)
    try job.data.check(
      kind: file.description.dialect, tasks: file.description.tasks, for: job.model.tasks)
  }
}
