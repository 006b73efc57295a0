import ArgumentParser
import Coordinator
import Jobs

/// `equipoise run`: evaluates attacks as a job file says.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Evaluate attacks on a model as a job file says, on any number of ranks.",
    discussion: """
      Results have the same bytes for any number of ranks and threads, and after any interruption. \
      SIGUSR1 stops a run in good order; --resume goes on with it, or with one that was killed.

        equipoise run jobs/demo.yml
        mpirun -n 2 --bind-to none equipoise run jobs/demo.yml --output results/demo
        mpirun -n 4 equipoise run jobs/demo.yml --output results/demo --resume

      docs/job-reference.md has every key of a job file, docs/results-format.md what is written. \
      Exit status: \(ExitStatus.summary), \(ExitStatus.stopped.rawValue) stopped by SIGUSR1.
      """)

  @Argument(help: "The job file.", completion: .file(extensions: ["yml", "yaml"]))
  var job: String

  @Flag(help: "Go on with the run in the results directory; begin one if there is none.")
  var resume = false

  @OptionGroup var general: JobOverrideOptions

  @OptionGroup var special: EvaluationOverrideOptions

  @OptionGroup var logging: LoggingOptions

  func run() throws {
    let onAllRanks = RankedRun(logging: logging)
    try onAllRanks { universe, logger, stopSignal in
      var overrides = general.overrides
      special.add(to: &overrides)
      let request = JobRequest(path: job, overrides: overrides, resumes: resume)
      let outcome = try EvaluationSession(request, universe, logger, stopSignal).run()
      if let summary = outcome.summary { print(SummaryText(summary)) }
      return outcome.ending == .complete
        ? ExitStatus.success : RankedRun.stopped(universe, logger)
    }
  }
}
