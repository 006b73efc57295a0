public import ArgumentParser
import Attacks
public import Benchmarking
import ComputePlatform
import Foundation
import Jobs
import Kernels
import MessagePassing
import Networks
import Training
import Worker

/// Times iterations of adversarial training on one rank or several.
@main
struct TrainingSteps: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training-steps",
    abstract: "Time iterations of training and write JSON.",
    discussion: """
      Trains a network on one batch without meaning, made from a seed as that of `equipoise bench`,
      alone or under mpirun. With several ranks it says where the time of the exchange goes, and what
      the same exchange takes when nothing is computed meanwhile.

        training-steps --size 161 --batch 2
        mpirun -n 2 --bind-to core training-steps --size 161 --threads 1
      """)

  @Option(help: "Backbone.") var model = BenchmarkModel.resNet34DeepLab
  @Option(help: "Channels of the stages, separated by commas; the published ones by default.")
  var widths: String?
  @Option(help: "Channels inside the heads.") var headWidth = 1024
  @Option(help: "Rows and columns of the images.") var size = 321
  @Option(help: "Images of a step, of all ranks together.") var batch = 2
  @Option(help: "Steps of the attack: 1 is FGSM, more are PGD, 0 trains on clean images.")
  var attackSteps = 1
  @Flag(help: "Take a step on the clean images before that on the adversarial ones.")
  var cleanFirst = false
  @Option(help: "Probability of dropout; the network's own by default.") var dropout: Double?
  @Option(help: "Threads of a rank; all cores by default.") var threads: Int?
  @Option(help: "Measured iterations.") var iterations = 3
  @Option(help: "Iterations before the first measured one.") var warmUps = 1
  @Flag(help: "Let every rank update a part of the parameters.") var sharded = false
  @Flag(help: "Take statistics of batch norms over all ranks.") var synchronised = false
  @Option(help: "KiB of gradients that are summed at once.")
  var bucket = TrainingJob.defaultBucketSize
  @Option(help: "Buckets under way.") var inFlight = TrainingJob.defaultBucketsInFlight

  func run() throws {
    try withMPI(threadLevel: .funneled) { try run($0) }
  }

  private func run(_ universe: Universe) throws {
    let world = universe.world
    ThreadTeam.threadCount = threads ?? Processor.availableCoreCount
    let workload = try Workload(
      model: model, widths: try widths.map(Self.numbers), headWidth: headWidth, height: size,
      width: size, batch: batch)
    let graph = try TrainingWorkload.graph(workload, dropout: dropout)
    let steps = try DistributedSteps(
      ParameterLayout(graph), over: universe,
      StepDistribution(
        exchange: sharded ? .sharded : .root, batchNorm: synchronised ? .synchronised : .local,
        bucketByteCount: bucket << 10, bucketsInFlight: inFlight))
    let run = try TrainingWorkload(
      workload, graph, mode: mode(),
      share: batch * world.rank / world.size..<batch * (world.rank + 1) / world.size,
      exchange: world.size > 1 ? steps.exchange : .none)
    let clock = ContinuousClock()
    var seconds: [Double] = []
    var losses: [[Double]] = []
    var before = steps.times
    for iteration in 0..<warmUps + iterations {
      if iteration == warmUps { before = steps.times }
      try world.barrier()
      let start = clock.now
      let reports = try run.trainer.iterate(run.batch)
      seconds.append((clock.now - start) / .seconds(1))
      losses += reports.map(\.losses)
    }
    let exchange = try ExchangeReport(before, steps.times, world)
    let alone = try exchangeAlone(run.trainer.parameters, steps, world)
    try steps.free()
    guard world.rank == 0 else { return }
    let report = Report(
      seconds: Spread(Array(seconds.dropFirst(warmUps))), losses: losses,
      peakResidentBytes: ProcessMemory.peakResidentByteCount,
      exchange: world.size > 1 ? exchange : nil, exchangeAlone: alone)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }

  /// The exchange of some steps with nothing to compute.
  private func exchangeAlone(
    _ parameters: TrainableParameters, _ steps: DistributedSteps, _ world: Communicator
  ) throws -> ExchangeReport? {
    guard world.size > 1 else { return nil }
    let exchange = steps.exchange
    let before = steps.times
    let ranges = parameters.layout.entries.filter { $0.parameter.role.isTrainable }.map(\.range)
    for _ in 0..<max(iterations, 1) {
      try world.barrier()
      for range in ranges.reversed() { try exchange.gradientDidComplete(parameters, range) }
      try exchange.update(parameters, 1) {}
    }
    return try ExchangeReport(before, steps.times, world)
  }

  private func mode() throws -> TrainingMode {
    guard attackSteps > 0 else { return .clean }
    let method =
      attackSteps == 1
      ? ProjectedGradient.fgsm : ProjectedGradient(StepSchedule(count: attackSteps))
    let attack = Attack(method, Balanced())
    let means = SIMD3(AttackStep.channelMeans)
    let threat = ThreatModel(
      radius: AttackStep.radius, range: ChannelRange(lower: -means, upper: 255 - means))
    return cleanFirst ? .cleanThenAdversarial(attack, threat) : .adversarial(attack, threat)
  }

  private static func numbers(_ text: String) throws -> [Int] {
    try text.split(separator: ",").map { part in
      guard let number = Int(part) else {
        throw ValidationError("expected numbers separated by commas, found \(text)")
      }
      return number
    }
  }

  private struct Report: Encodable {
    let seconds: Spread
    let losses: [[Double]]
    let peakResidentBytes: Int
    let exchange: ExchangeReport?
    let exchangeAlone: ExchangeReport?
  }
}

extension BenchmarkModel: ExpressibleByArgument {}
