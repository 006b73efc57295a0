import ArgumentParser
import Jobs

/// What the command line may say instead of the job file.
struct JobOverrideOptions: ParsableArguments {
  @Option(help: "Results directory, instead of the job's.", completion: .directory)
  var output: String?

  @Option(help: "Number of the model's tree layout, instead of the job's.")
  var layout: Int?

  @Option(help: "Checkpoint with the model's weights, instead of the job's.", completion: .file())
  var checkpoint: String?

  @Option(help: "Data set file, instead of the job's.", completion: .file(extensions: ["h5"]))
  var data: String?

  @Option(help: "Number of images, instead of the job's.")
  var limit: Int?

  @Option(help: "Seed of random starts and of the bootstrap, instead of the job's.")
  var seed: UInt64?

  @Option(help: "Images that are attacked together, instead of the job's.")
  var batchSize: Int?

  @Option(help: "Number format of the attacks' passes, f32 or bf16, instead of the job's.")
  var precision: String?

  @Option(help: "Threads of every rank, instead of the job's.")
  var threads: Int?

  @Option(help: "How images are handed out, dynamic or static, instead of the job's.")
  var handOut: String?

  @Option(help: "Whether rank zero computes too: auto, dedicated or shared, instead of the job's.")
  var coordination: String?

  /// The overrides as jobs take them.
  var overrides: JobOverrides {
    var overrides = JobOverrides()
    overrides.output = output
    overrides.layout = layout
    overrides.checkpoint = checkpoint
    overrides.data = data
    overrides.limit = limit
    overrides.seed = seed
    overrides.batchSize = batchSize
    overrides.precision = precision
    overrides.threads = threads
    overrides.handOut = handOut
    overrides.coordination = coordination
    return overrides
  }
}
