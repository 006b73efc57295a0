internal import ComputePlatform
internal import DeepLearningPrimitives
internal import Networks

/// Times attack steps of a workload.
public struct Benchmark: Sendable {
  /// What is timed.
  public let workload: Workload
  /// How the steps join gradients; the steps of all strategies take turns.
  public let strategies: [StepStrategy]
  /// Measured steps of each strategy.
  public let repetitions: Int
  /// Steps of each strategy before the first measured one.
  public let warmUps: Int
  /// Whether every operation is timed too, in steps of its own, and the convolutions alone.
  public let isProfiled: Bool

  /// Describes a benchmark.
  /// - Throws: ``WorkloadError`` when there is nothing to measure.
  public init(
    _ workload: Workload, strategies: [StepStrategy] = [.balanced], repetitions: Int = 7,
    warmUps: Int = 1, isProfiled: Bool = true
  ) throws {
    func validate(_ value: Int, _ range: ClosedRange<Int>, _ part: String) throws {
      guard range.contains(value) else {
        throw WorkloadError(
          part: part, expectation: "\(range.lowerBound) to \(range.upperBound)",
          finding: "\(value)")
      }
    }
    try validate(repetitions, 1...10_000, "repetitions")
    try validate(warmUps, 0...10_000, "warm-up steps")
    guard strategies.contains(.balanced) else {
      throw WorkloadError(
        part: "strategies", expectation: "balanced among them",
        finding: strategies.isEmpty ? "none" : strategies.map(\.rawValue).joined(separator: ", "))
    }
    self.workload = workload
    self.strategies = strategies
    self.repetitions = repetitions
    self.warmUps = warmUps
    self.isProfiled = isProfiled
  }

  /// Compiles the network and measures, on the current thread team.
  /// - Throws: ``ModelError``, ``GraphError``, ``DNNError`` when the network cannot be.
  public func run() throws -> BenchmarkReport {
    let graph = try workload.description().graph()
    let weights = NetworkWeights(
      InitialWeights(for: graph, seed: workload.seed), engine: try Engine())
    var step = try AttackStep(workload, weights: weights, graph: graph)
    let norm = try step.reference()
    let reference = BenchmarkReport.ReferenceValues(losses: step.losses, gradientNorm: norm)
    for _ in 0..<warmUps {
      for strategy in strategies { _ = try step.run(strategy) }
    }
    var measurements = [StepMeasurements](repeating: StepMeasurements(), count: strategies.count)
    var profiles: [StepProfile] = []
    var floors: [(forward: [OperationTiming], backward: [OperationTiming])] = []
    for _ in 0..<repetitions {
      for (index, strategy) in strategies.enumerated() {
        try measurements[index].measure { try step.run(strategy) }
      }
      guard isProfiled else { continue }
      profiles.append(try step.profile())
      floors.append(try step.profileConvolutions())
    }
    let steps = zip(strategies, measurements).map {
      $1.summary($0, tasks: workload.conventions.count)
    }
    var profile: ProfileSummary?
    if isProfiled, let balanced = steps.first(where: { $0.strategy == .balanced }) {
      profile = ProfileSummary(profiles, floor: floors, stepSeconds: balanced.seconds.median)
    }
    let parameterCount = graph.parameters.reduce(0) { $0 + $1.elementCount }
    return BenchmarkReport(
      workload: .init(workload, parameterCount: parameterCount),
      environment: .init(
        threads: ThreadTeam.threadCount, cores: Processor.availableCoreCount,
        oneDNN: Engine.libraryVersion, instructionSet: InstructionSet.effective.description),
      steps: steps, profile: profile,
      memory: .init(
        parameterBytes: parameterCount * MemoryLayout<Float>.stride,
        weightBytes: weights.byteCount, planBytes: step.plan.byteCount,
        peakResidentBytes: ProcessMemory.peakResidentByteCount),
      reference: reference)
  }
}
