import ArgumentParser
import MessagePassing

/// `equipoise demo`: what attacks do to the two bundled models, in two minutes.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Attack the two bundled models on synthetic rooms, and say what happens to them.",
    discussion: """
      Renders rooms that no model has seen, attacks a model that was trained on clean images and one \
      that was trained adversarially, prints a table and what it says in words, and makes a report. \
      To be run in the project's folder, where jobs and models are. scripts/demo builds the program \
      and runs this.

        equipoise demo
        mpirun -n 2 --bind-to none equipoise demo --output results/demo

      The results do not depend on the number of ranks. What is run is jobs/demo-attacks.yml. Exit \
      status: \(ExitStatus.summary), \(ExitStatus.stopped.rawValue) stopped by SIGUSR1.
      """)

  @Option(name: .shortAndLong, help: "Folder to make for rooms, results and report.")
  var output = "results/demo"

  @Option(help: "Folder with demo-clean.safetensors and demo-trained.safetensors.")
  var models = "models"

  @Option(help: "The job that is run on both models.", completion: .file(extensions: ["yml"]))
  var job = "jobs/demo-attacks.yml"

  @Option(help: "Number of rooms.")
  var images = 16

  @Option(help: "Threads of every rank. By default its share of the cores.")
  var threads: Int?

  @OptionGroup var logging: LoggingOptions

  func validate() throws {
    guard 1...10_000 ~= images else {
      throw ValidationError("expected --images to be in 1...10000, found \(images)")
    }
    if let threads, !(1...1024 ~= threads) {
      throw ValidationError("expected --threads to be in 1...1024, found \(threads)")
    }
    if output.isEmpty {
      throw ValidationError("expected --output to be a folder, found an empty name")
    }
  }

  func run() throws {
    let plan = DemoPlan(
      output: output, models: models, job: job, imageCount: images, threads: threads,
      isQuiet: logging.isQuiet)
    let onAllRanks = RankedRun(logging: logging)
    try onAllRanks { universe, logger, stopSignal in
      let text = try DemoSession(plan, universe, logger, stopSignal).run()
      guard let text else { return ExitStatus.stopped }
      if universe.world.rank == 0 { print(text) }
      return ExitStatus.success
    }
  }
}
