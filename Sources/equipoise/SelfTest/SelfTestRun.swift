import DeepLearningPrimitives
import MessagePassing

/// The self test as one rank of a job sees it.
///
/// Every part exchanges its figures, so that all ranks come to the same findings; rank zero prints
/// them. What a library refuses is thrown, and ends the job with the rank's message.
struct SelfTestRun {
  /// The job.
  let universe: Universe
  /// Where the file goes; the system's place for such files when nil.
  let directory: String?
  /// What goes wrong on this rank on purpose.
  let fault: SelfTestFault?
  /// What is computed.
  let problem = SelfTestProblem()

  var world: Communicator { universe.world }
  var isFirst: Bool { world.rank == 0 }

  /// Largest difference from sums in 64 bits that a convolution in 32 bits may have, relative to
  /// the largest value: some ten times what 144 products come to.
  static let largestError = 1e-5

  /// Runs all parts. Collective.
  /// - Returns: The findings, the same on all ranks.
  func run() throws -> [Finding] {
    var findings: [Finding] = []
    func conclude(_ finding: Finding) {
      if isFirst { print(finding) }
      findings.append(finding)
    }
    let (weights, broadcast) = try broadcastWeights()
    conclude(broadcast)

    let images = try readImages(conclude)
    if fault == .error { throw InjectedFault() }

    let engine = try Engine()
    let passes = try ConvolutionPasses(problem, weights: weights, engine: engine)
    let sums = try convolve(images.shard, with: passes, conclude)
    try reduce(sums, images: images.all, with: passes, conclude)
    return findings
  }

  /// Brings some figures of all ranks to all ranks, rank by rank. Collective.
  func exchange<Figure: MessageElement>(_ figures: [Figure]) throws -> [[Figure]] {
    let gathered = try world.allgather(varying: figures.span)
    return (0..<world.size).map { Array(gathered[$0]) }
  }

  /// Brings the figures of rank zero to all ranks; as many on all ranks. Collective.
  func share<Figure: MessageElement>(_ figures: [Figure]) throws -> [Figure] {
    var figures = figures
    var span = figures.mutableSpan
    try world.broadcast(&span, from: 0)
    return figures
  }
}
