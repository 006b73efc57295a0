import ArgumentParser
import Jobs
import Worker

/// `equipoise train`: trains a model as a job file says.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model, on clean or adversarial images, as a job file says.",
    discussion: """
      The same job on the same number of ranks gives the same bytes, also after any interruption. \
      SIGUSR1 stops a training after a checkpoint; --resume goes on with it, or with one that was \
      killed.

        equipoise train jobs/demo-train-clean.yml
        equipoise train jobs/demo-train-clean.yml --output results/again --seed 2
        equipoise train jobs/demo-train-clean.yml --resume

      docs/job-reference.md has every key of a job file, docs/training.md what is written. \
      Exit status: \(ExitStatus.summary), \(ExitStatus.stopped.rawValue) stopped by SIGUSR1.
      """)

  @Argument(help: "The job file.", completion: .file(extensions: ["yml", "yaml"]))
  var job: String

  @Flag(help: "Go on with the training in the output folder; begin one if there is none.")
  var resume = false

  @OptionGroup var overrides: JobOverrideOptions

  @OptionGroup var logging: LoggingOptions

  func run() throws {
    let onAllRanks = RankedRun(logging: logging)
    try onAllRanks { universe, logger, stopSignal in
      let request = JobRequest(path: job, overrides: overrides.overrides, resumes: resume)
      return try TrainingSession(request, universe, logger, stopSignal).run() == .complete
        ? ExitStatus.success : RankedRun.stopped(universe, logger)
    }
  }
}
