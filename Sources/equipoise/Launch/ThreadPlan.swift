import ComputePlatform
import Logging
import MessagePassing

/// The teams of threads of all ranks, sized so that the ranks of a node together fill its cores.
struct ThreadPlan {
  /// Threads of this rank.
  let threadCount: Int
  /// Threads of every rank.
  let allThreadCounts: [Int]
  /// Number of nodes.
  let nodeCount: Int

  /// Sizes this rank's team, and warns where threads have to wait for each other's cores.
  /// Collective.
  init(requested: Int?, over universe: Universe, _ logger: Logger) throws {
    let node = try universe.world.splitByNode()
    let share = try ThreadShare(requested: requested, on: node)
    let isFirstOfNode = node.rank == 0
    try node.free()
    threadCount = share.threadCount
    ThreadTeam.threadCount = share.threadCount
    if isFirstOfNode && share.isOversubscribed {
      logger.warning(
        """
        \(share.nodeThreadCount) threads share \(share.nodeCoreCount) cores; let mpirun bind ranks \
        to more cores, or use fewer ranks or --threads
        """)
    }
    allThreadCounts = try universe.world.allgather(varying: [share.threadCount]).values
    nodeCount = try universe.world.allgather(varying: [isFirstOfNode ? 1 : 0]).values
      .reduce(0, +)
  }
}
