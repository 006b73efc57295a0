internal import ByteStorage
public import MessagePassing
public import Networks

/// Weights that one rank of a node reads, folds and arranges, and that the others use where they are.
public struct WeightSharing {
  private let universe: Universe

  /// Sharing between the ranks of a job that are on one node.
  public init(_ universe: Universe) { self.universe = universe }

  /// Has the weights that plans are going to read arranged once. Collective.
  ///
  /// Ranks of a node share where their plans want the same numbers in the same order. Where they
  /// cannot, or a rank is alone, it arranges them in memory of its own.
  /// - Parameters:
  ///   - weights: made of the same parameters on all ranks.
  ///   - drafts: of this rank's plans; none on a rank that computes nothing.
  /// - Returns: why ranks do not share that could, on one of them; nil when they do.
  /// - Throws: ``Agreement/Refusal`` on all ranks when one of them cannot arrange its weights;
  ///   `MPIError`.
  public func share(_ weights: NetworkWeights, for drafts: [PlanDraft]) throws -> String? {
    let agreement = Agreement(universe)
    let layout = try agreement.everywhere {
      drafts.isEmpty ? nil : try weights.layout(for: drafts)
    }
    let group = try group(layout)
    var failure: (any Error)?
    var shared: NodeWeights?
    var problem: String?
    if let layout, layout.byteCount > 0, let group, group.size > 1 {
      do {
        shared = try NodeWeights(layout.byteCount, over: group) { memory in
          // Told to all by the agreement below: an error that left from here would leave the others
          // waiting.
          do { try weights.arrange(layout, into: &memory) } catch { failure = error }
        }
      } catch let error as MPIError {
        guard case .sharedMemory = error.cause else { throw error }
        if group.rank == 0 { problem = "arranged weights are not shared: \(error)" }
      }
    }
    try agreement.everywhere {
      if let failure { throw failure }
      guard let layout else { return }
      if let shared {
        try weights.adopt(layout, from: shared)
      } else {
        try weights.arrange(layout)
      }
    }
    try group?.free()
    return problem
  }

  /// The ranks of this node that want their weights as this one does; nil without plans. Collective.
  private func group(_ layout: WeightLayout?) throws -> Communicator? {
    let node = try universe.world.splitByNode()
    var hash = SHA256()
    hash.update(Array((layout?.identity ?? "").utf8))
    let own = hash.finish()
    let digests = try node.allgather(varying: own.span)
    let first = (0..<node.size).first { digests[$0].elementsEqual(own) }
    let group = try node.split(color: layout == nil ? nil : first, key: node.rank)
    try node.free()
    return group
  }
}
