import Attacks
import DeepLearningPrimitives
import Foundation
import Jobs
import Kernels
import MessagePassing
import Networks
import TestSupport
import Training
import Worker

/// What was not as it should be.
struct ProbeFailure: Error, CustomStringConvertible {
  let description: String
}

/// One job on this rank.
final class ProbeRun {
  private let job: TrainingProbeJob
  private let universe: Universe
  private let network: ProbeNetwork
  private let steps: DistributedSteps
  private let trainer: Trainer
  private let recorder = GradientRecorder()
  private var outcome = TrainingProbeOutcome()

  init(_ job: TrainingProbeJob, over universe: Universe) throws {
    self.job = job
    self.universe = universe
    network = try ProbeNetwork(dropout: job.dropout)
    steps = try DistributedSteps(
      ParameterLayout(network.graph), over: universe,
      StepDistribution(
        exchange: job.isSharded ? .sharded : .root,
        batchNorm: job.isSynchronised ? .synchronised : .local,
        bucketByteCount: job.bucketByteCount, bucketsInFlight: job.bucketsInFlight))
    trainer = try Trainer(
      network.graph, conventions: network.conventions, from: network.parameters,
      imageShape: network.shape(1), settings: Self.settings(job),
      exchange: recorder.watching(steps, universe.world), engine: try Engine())
  }

  private static func settings(_ job: TrainingProbeJob) -> TrainingSettings {
    let attack = Attack(ProjectedGradient(StepSchedule(count: 2)), Balanced())
    let means = SIMD3<Float>(104.006_987_93, 116.668_767_62, 122.678_914_34)
    let threat = ThreatModel(
      radius: PixelBudget(4), range: ChannelRange(lower: -means, upper: 255 - means))
    return TrainingSettings(
      mode: job.isAdversarial ? .cleanThenAdversarial(attack, threat) : .clean,
      optimizer: job.usesAdam
        ? .adam(.init(firstDecay: 0.5, weightDecay: 1e-4)) : .descent(.init(momentum: 0.9)),
      learningRate: LearningRate(base: job.usesAdam ? 1e-3 : 1e-2),
      weighting: .fixed([1, 1, 1]), largestGradientNorm: job.gradientLimit, seed: 9)
  }

  /// Trains, and writes the outcome on rank zero.
  func run() throws {
    var first = 0
    for iteration in 0..<job.iterations {
      let count = job.batchSizes[iteration % job.batchSizes.count]
      try iterate(Array(first..<first + count), iteration)
      first += count
    }
    let owned = steps.ownedParts.reduce(0) { $0 + $1.count }
    outcome.ownedCounts = try universe.world.allgather(varying: [owned].span).values
    outcome.gradient = recorder.gradient
    let parameters = trainer.parameters
    outcome.values = copy(parameters.valueSpan)
    outcome.statistics = copy(parameters.statisticSpan)
    try requireSameBytes(outcome.values, "parameters")
    try requireSameBytes(outcome.statistics, "running statistics")
    try steps.free()
    guard universe.world.rank == 0 else { return }
    try JSONEncoder().encode(outcome).write(to: URL(fileURLWithPath: job.output))
  }

  private func iterate(_ samples: [Int], _ iteration: Int) throws {
    let (rank, size) = (universe.world.rank, universe.world.size)
    let share = Array(
      samples[rank * samples.count / size..<(rank + 1) * samples.count / size])
    if iteration == 1, job.failingRank == rank {
      throw ProbeFailure(description: "the images of iteration 1 cannot be read")
    }
    let batch = try network.batch(
      share, isPoisoned: iteration == 1 && job.poisonedRank == rank)
    let reports = try trainer.iterate(batch)
    outcome.losses += reports.map(\.losses)
    outcome.norms += reports.compactMap(\.gradientNorm)
    let all = try universe.world.allgather(varying: share.span)
    outcome.samples.append((0..<size).map { Array(all[$0]) })
  }

  private func requireSameBytes(_ values: [Float], _ name: String) throws {
    let bits = values.map(\.bitPattern)
    let all = try universe.world.allgather(varying: bits.span)
    for rank in 0..<universe.world.size where Array(all[rank]) != Array(all[0]) {
      throw ProbeFailure(description: "\(name) of rank \(rank) are not those of rank 0")
    }
  }
}

/// Keeps the gradient of the first step.
private final class GradientRecorder {
  private(set) var gradient: [Float] = []

  /// The exchange of all ranks, watched.
  func watching(_ steps: DistributedSteps, _ world: Communicator) -> StepExchange {
    var exchange = steps.exchange
    let update = exchange.update
    let owned = steps.ownedParts
    exchange.update = { parameters, imageCount, apply in
      try update(parameters, imageCount) {
        if self.gradient.isEmpty {
          // Everybody's parts, others as zeros.
          let all = parameters.gradientSpan
          var own = [Double](repeating: 0, count: all.count)
          for part in owned { for index in part { own[index] = Double(all[index]) } }
          let whole = try world.allgather(varying: own.span)
          self.gradient = (0..<all.count).map { index in
            Float((0..<world.size).reduce(0) { $0 + whole[$1][whole[$1].startIndex + index] })
          }
        }
        try apply()
      }
    }
    return exchange
  }
}

/// A span's values.
private func copy(_ span: Span<Float>) -> [Float] { span.indices.map { span[$0] } }
