import ArgumentParser
import Jobs
import Logging
import MessagePassing
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

  @OptionGroup var overrides: TrainingOverrideOptions

  @OptionGroup var logging: LoggingOptions

  func run() throws {
    // Before MPI starts, so that a signal during the start is not the end.
    let stopSignal = StopSignal()
    let status: ExitCode = try withMPI(
      threadLevel: .multiple, acceptingAtLeast: .funneled
    ) { universe in
      let logger = logging.logger(for: universe)
      do {
        let request = TrainingSession.Request(
          path: job, overrides: overrides.overrides, resumes: resume)
        switch try TrainingSession(request, universe, logger, stopSignal).run() {
        case .complete: return ExitStatus.success
        case .stopped:
          if universe.world.rank == 0 { logger.notice("stopped; --resume goes on from here") }
          return ExitStatus.stopped
        }
      } catch let refusal as Agreement.Refusal {
        if universe.world.rank == 0 { logger.error("\(refusal)") }
        return ExitStatus.failure
      }
    }
    if status != ExitStatus.success { throw status }
  }
}
