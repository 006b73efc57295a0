import ArgumentParser
import Jobs

/// What the command line may say instead of any job file.
struct JobOverrideOptions: ParsableArguments {
  @Option(
    help: "Folder for everything that is written, instead of the job's.", completion: .directory)
  var output: String?

  @Option(help: "Number of the model's tree layout, instead of the job's.")
  var layout: Int?

  @Option(
    help: "Checkpoint with the model's weights, to start from in a training, instead of the job's.",
    completion: .file())
  var checkpoint: String?

  @Option(help: "Data set file, instead of the job's.", completion: .file(extensions: ["h5"]))
  var data: String?

  @Option(help: "Number of images, instead of the job's.")
  var limit: Int?

  @Option(help: "Seed of everything random, instead of the job's.")
  var seed: UInt64?

  @Option(help: "Threads of every rank, instead of the job's.")
  var threads: Int?

  /// The overrides as jobs take them.
  var overrides: JobOverrides {
    var overrides = JobOverrides()
    overrides.output = output
    overrides.layout = layout
    overrides.checkpoint = checkpoint
    overrides.data = data
    overrides.limit = limit
    overrides.seed = seed
    overrides.threads = threads
    return overrides
  }
}
