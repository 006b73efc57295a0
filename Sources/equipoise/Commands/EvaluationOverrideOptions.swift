import ArgumentParser
import Jobs

/// What the command line may say besides instead of the job file of an evaluation.
struct EvaluationOverrideOptions: ParsableArguments {
  @Option(help: "Images that are attacked together, instead of the job's.")
  var batchSize: Int?

  @Option(help: "Number format of the attacks' passes, f32 or bf16, instead of the job's.")
  var precision: String?

  @Option(help: "How images are handed out, dynamic or static, instead of the job's.")
  var handOut: String?

  @Option(help: "Whether rank zero computes too: auto, dedicated or shared, instead of the job's.")
  var coordination: String?

  /// Adds them to those that every job takes.
  func add(to overrides: inout JobOverrides) {
    overrides.batchSize = batchSize
    overrides.precision = precision
    overrides.handOut = handOut
    overrides.coordination = coordination
  }
}
