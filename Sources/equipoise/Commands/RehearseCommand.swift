import ArgumentParser
import Jobs

/// `equipoise rehearse`: a run without a network, to see what the ranks' cooperation costs.
struct RehearseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse",
    abstract: "Run an evaluation with a stand-in that sleeps, to measure hand-out and coordinator.",
    discussion: """
      Hand-out, messages, journal and results are those of `equipoise run`; the network is a \
      stand-in that sleeps, with records of the size that full images have. Shows how well the work \
      was divided, what messages an image costs, how busy the coordinator was and how much memory \
      rank zero took. docs/scaling.md says what follows from it.

        mpirun -n 64 equipoise rehearse --images 654 --attacks 312 --seconds 0.03 \\
          --slow-rank 3 --output rehearsal
        mpirun -n 4 equipoise rehearse --images 40 --attacks 10 --hand-out static -o rehearsal

      The output takes about \(recordKilobytes) KB for every image and attack, twice. Exit status: \
      \(ExitStatus.summary); rank zero over its memory limit is a failure.
      """)

  /// A record of random predictions, rounded up.
  private static let recordKilobytes = 20

  @Option(help: "Number of images.")
  var images = 654

  @Option(help: "Number of attacks.")
  var attacks = 312

  @Option(help: "Seconds of one attack on one image.")
  var seconds = 0.01

  @Option(help: "A rank that takes longer.")
  var slowRank: Int?

  @Option(help: "How many times longer it takes.")
  var slowdown = 4.0

  @Option(
    help: ArgumentHelp(
      "How images reach the ranks.",
      valueName: HandOut.allCases.map(\.rawValue).joined(separator: "|")),
    transform: Self.choice)
  var handOut = HandOut.dynamic

  @Option(
    help: ArgumentHelp(
      "Whether rank zero computes too.",
      valueName: Coordination.allCases.map(\.rawValue).joined(separator: "|")),
    transform: Self.choice)
  var coordination = Coordination.auto

  @Option(name: .shortAndLong, help: "The results directory, a new one.", completion: .directory)
  var output: String

  @OptionGroup var logging: LoggingOptions

  func validate() throws {
    try Self.check(images, "--images", in: 1...1_000_000)
    try Self.check(attacks, "--attacks", in: 1...EvaluationJob.largestAttackCount)
    try Self.check(seconds, "--seconds", in: 0...60)
    try Self.check(slowdown, "--slowdown", in: 1...60)
    if let slowRank { try Self.check(slowRank, "--slow-rank", in: 0...Int(Int32.max)) }
  }

  private static func check<Value: Comparable>(
    _ value: Value, _ name: String, in range: ClosedRange<Value>
  ) throws {
    guard !range.contains(value) else { return }
    throw ValidationError("expected \(name) to be in \(range), found \(value)")
  }

  private static func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String
  ) throws -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: name) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("expected one of \(names), found '\(name)'")
    }
    return choice
  }

  func run() throws {
    let plan = RehearsalPlan(
      imageCount: images, attackCount: attacks, seconds: seconds, slowRank: slowRank,
      slowdown: slowdown, output: output, handOut: handOut, coordination: coordination)
    let onAllRanks = RankedRun(logging: logging)
    try onAllRanks { universe, logger, stopSignal in
      let report = try RehearsalSession(
        plan: plan, universe: universe, logger: logger, stopSignal: stopSignal
      ).run()
      guard let report else {
        return stopSignal.isWanted ? ExitStatus.stopped : ExitStatus.success
      }
      print(report.text)
      return report.isWithinLimit ? ExitStatus.success : ExitStatus.failure
    }
  }
}
