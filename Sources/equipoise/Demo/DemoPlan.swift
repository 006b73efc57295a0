import Foundation
import Jobs

/// What a demonstration needs, and where it puts what it makes.
struct DemoPlan {
  /// One of the models.
  struct Model {
    /// Name of its results directory, and what it is called.
    let name: String
    /// Its checkpoint.
    let path: String
  }

  /// The seed of the rooms: not one that the bundled models were trained on.
  static let roomSeed: UInt64 = 12

  /// The folder to make.
  let output: String
  /// The folder with the models.
  let models: String
  /// The job that is run on both of them.
  let job: String
  /// Number of rooms.
  let imageCount: Int
  /// Threads of every rank; a share of the cores when nil.
  let threads: Int?
  /// Whether only errors are told.
  let isQuiet: Bool

  /// The data set of rooms.
  var rooms: String { "\(output)/rooms.h5" }

  /// The page with everything.
  var report: String { "\(output)/report.html" }

  /// The model that was trained on clean images, and the one that was trained adversarially.
  var bothModels: [Model] {
    ["clean", "trained"].map { Model(name: $0, path: "\(models)/demo-\($0).safetensors") }
  }

  /// The results directory of a model.
  func results(of model: Model) -> String { "\(output)/\(model.name)" }

  /// What the command line would say to run the job on a model.
  func overrides(for model: Model?) -> JobOverrides {
    var overrides = JobOverrides()
    overrides.data = rooms
    overrides.threads = threads
    if let model {
      overrides.checkpoint = model.path
      overrides.output = results(of: model)
    }
    return overrides
  }

  /// Looks for everything that is needed, and makes the folder.
  /// - Returns: the job.
  /// - Throws: ``Unusable`` or `JobText.Unreadable`, with advice; `JobFileError`, or the system's reason.
  func prepare() throws -> EvaluationJob {
    for model in bothModels where !FileManager.default.fileExists(atPath: model.path) {
      throw Advised(
        cause: Unusable(
          description: "\(model.path): expected one of the bundled models, found nothing"),
        advice: "run this in the project's folder, or say where they are with --models")
    }
    let job = try EvaluationJob(
      bytes: try JobText(job).bytes, path: job, overrides: overrides(for: nil))
    if FileManager.default.fileExists(atPath: output) {
      throw Advised(
        cause: Unusable(
          description: "\(output): expected a folder that is not there yet, found one"),
        advice: "remove it, or choose another with --output")
    }
    return job
  }

  /// Something that is needed is not there, or there is something in its place.
  struct Unusable: Error, CustomStringConvertible {
    let description: String
  }
}
