import Datasets
import Foundation
import Jobs
import Tasks

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
  init(_ data: DataSelection, for tasks: [DenseTask]) throws {
    guard FileManager.default.fileExists(atPath: data.file) else {
      throw JobMismatch(
        "data.file", of: data.file,
        expected: "a data set file, which equipoise synthesize or equipoise import makes",
        found: "nothing of that name")
    }
    file = try DatasetFile(data.file)
    split = try file.split(data.split)
    imageCount = min(data.limit ?? split.count, split.count)
    try data.check(kind: file.description.dialect, tasks: file.description.tasks, for: tasks)
  }
}
