internal import Jobs
public import MessagePassing
public import Networks
public import Training

/// What the ranks of a job do together in training steps, over MPI.
///
/// Gradients are summed in buckets while the backward pass goes on, along a tree that the number of
/// ranks fixes; so a step has the same bits for the same ranks, and for both ways to update. Used on
/// the thread that entered MPI.
public final class DistributedSteps {
  /// How the work is shared.
  public let distribution: StepDistribution
  /// The parts of the flat array that this rank updates.
  public var ownedParts: [Range<Int>] { parts(of: communicator.rank) }
  /// Where the time went.
  public private(set) var times = ExchangeTimes()

  private let communicator: Communicator
  private let sums: BackgroundSums<Float>
  private var numbers: FixedTreeReduction
  private var buckets: GradientBuckets
  private let clock = ContinuousClock()

  /// Prepares the exchange. Collective.
  /// - Parameters:
  ///   - layout: of the network's parameters; the same on all ranks.
  /// - Throws: `MPIError`.
  public init(
    _ layout: ParameterLayout, over universe: Universe, _ distribution: StepDistribution
  ) throws {
    self.distribution = distribution
    let world = universe.world
    var length = distribution.bucketByteCount / MemoryLayout<Float>.stride
    if distribution.exchange == .sharded {
      // Every rank is to have a part, where there is enough.
      length = min(length, (layout.valueCount + world.size - 1) / world.size)
    }
    buckets = GradientBuckets(layout, length: length)
    communicator = try world.duplicate(pieceByteCount: Self.pieceByteCount)
    sums = try BackgroundSums(over: world, mostInFlight: distribution.bucketsInFlight)
    numbers = try FixedTreeReduction(over: world)
  }

  /// Bytes of parameters that are sent at once.
  private static let pieceByteCount = 8 << 20

  /// The exchange of a trainer whose network has the layout; the trainer keeps this object.
  public var exchange: StepExchange {
    StepExchange(
      sum: { try self.sum(&$0) }, synchronisesBatchNorm: distribution.batchNorm == .synchronised,
      ownedParts: ownedParts,
      gradientDidComplete: { try self.gradientDidComplete($0, $1) },
      update: { try self.update($0, imageCount: $1, $2) },
      gather: distribution.exchange == .sharded ? { try self.gather($0) } : nil)
  }

  /// The parts of the flat array that a rank updates.
  private func parts(of rank: Int) -> [Range<Int>] {
    switch distribution.exchange {
    case .root: rank == 0 ? [0..<buckets.valueCount] : []
    case .sharded:
      stride(from: rank, to: buckets.count, by: communicator.size).map(buckets.range)
    }
  }

  /// Puts what the ranks have of their parts together on rank zero.
  private func gather(_ own: Span<Float>) throws -> [Float]? {
    guard let gathered = try communicator.gather(varying: own, at: 0) else { return nil }
    var whole = [Float](repeating: 0, count: buckets.valueCount)
    for rank in 0..<communicator.size {
      var rest = gathered[rank]
      for part in parts(of: rank) {
        whole.replaceSubrange(part, with: rest.prefix(part.count))
        rest = rest.dropFirst(part.count)
      }
    }
    return whole
  }

  /// Gives the communicators back. Collective; no step is taken afterwards.
  /// - Throws: `MPIError`.
  public func free() throws {
    try sums.free()
    try communicator.free()
  }

  /// Whether something holds on any rank. Collective; the same answer on all ranks.
  /// - Throws: `MPIError`.
  public func holdsOnAnyRank(_ condition: Bool) throws -> Bool {
    var count: [Double] = [condition ? 1 : 0]
    var span = count.mutableSpan
    try sum(&span)
    return count[0] > 0
  }

  /// Sums numbers over all ranks, on all ranks.
  private func sum(_ values: inout MutableSpan<Double>) throws {
    let start = clock.now
    try numbers.sumToAll(&values)
    times.numbers += clock.now - start
  }

  /// The rank at which a bucket's sums end.
  private func root(_ bucket: Int) -> Int {
    distribution.exchange == .root ? 0 : bucket % communicator.size
  }

  private func gradientDidComplete(_ parameters: TrainableParameters, _ range: Range<Int>) throws {
    let start = clock.now
    for bucket in buckets.complete(range) {
      try sums.begin(buckets.range(bucket), at: root(bucket))
    }
    try parameters.updateGradients { try sums.progress(&$0) }
    times.overlapped += clock.now - start
  }

  private func update(
    _ parameters: TrainableParameters, imageCount: Int, _ apply: () throws -> Void
  ) throws {
    let start = clock.now
    buckets.reset()
    try parameters.updateGradients { try sums.finish(&$0) }
    let summed = clock.now
    try apply()
    let applied = clock.now
    try parameters.update { values, _ in try share(&values) }
    let shared = clock.now
    if distribution.batchNorm == .local {
      try averageStatistics(parameters, imageCount: imageCount)
    }
    times.remainder += summed - start
    times.update += applied - summed
    times.parameters += shared - applied
    times.stepCount += 1
  }

  /// Brings new parameters to all ranks.
  private func share(_ values: inout MutableSpan<Float>) throws {
    switch distribution.exchange {
    case .root: try communicator.broadcast(&values, from: 0)
    case .sharded:
      let size = communicator.size
      for first in stride(from: 0, to: buckets.count, by: size) {
        let counts = (first..<first + size).map { bucket in
          bucket < buckets.count ? buckets.range(bucket).count : 0
        }
        let start = first * buckets.length
        var round = values._mutatingExtracting(start..<start + counts.reduce(0, +))
        try communicator.allgather(partsOf: &round, counts: counts)
      }
    }
  }

  /// Replaces running statistics, each rank's of its own images, by their mean over images.
  ///
  /// Sums of single-precision values times counts are exact in double precision, so what is equal on
  /// all ranks stays as it is.
  private func averageStatistics(_ parameters: TrainableParameters, imageCount: Int) throws {
    let own = parameters.statisticSpan
    var weighted = own.indices.map { Double(own[$0]) * Double(imageCount) }
    weighted.append(Double(imageCount))
    var span = weighted.mutableSpan
    try sum(&span)
    let total = weighted[weighted.count - 1]
    guard total > 0 else { return }
    parameters.updateStatistics { statistics in
      for index in statistics.indices { statistics[index] = Float(weighted[index] / total) }
    }
  }
}
