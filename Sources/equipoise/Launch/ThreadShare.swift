import ComputePlatform
import MessagePassing

/// How many threads a rank runs, so that the ranks of a node together fill its cores.
struct ThreadShare: Equatable {
  /// Threads of this rank.
  let threadCount: Int
  /// Threads of all ranks of the node.
  let nodeThreadCount: Int
  /// Cores that the ranks of the node may use, each counted once.
  let nodeCoreCount: Int

  /// Whether threads of the node have to wait for each other's cores.
  var isOversubscribed: Bool { nodeThreadCount > nodeCoreCount }

  /// Agrees on the shares of the ranks of a node. Collective over them.
  /// - Parameters:
  ///   - requested: What the user wants for every rank; nil for a fair share.
  ///   - node: The ranks of the node.
  init(requested: Int?, on node: Communicator) throws {
    let gathered = try node.allgather(varying: Processor.availableCores.span)
    let masks = (0..<node.size).map { Array(gathered[$0]) }
    self.init(requested: requested, rank: node.rank, masks: masks)
  }

  /// The share of one of the ranks whose cores are known.
  init(requested: Int?, rank: Int, masks: [[Int]]) {
    let counts = masks.map { requested ?? Self.fairShare(of: $0, among: masks) }
    threadCount = counts[rank]
    nodeThreadCount = counts.reduce(0, +)
    nodeCoreCount = Set(masks.joined()).count
  }

  /// A core counts in full for a rank that has it alone, and in part when ranks share it, which is
  /// the case for all cores when ranks are not bound. At least one thread.
  private static func fairShare(of mask: [Int], among masks: [[Int]]) -> Int {
    let owners = Dictionary(masks.joined().map { ($0, 1) }, uniquingKeysWith: +)
    let cores = mask.reduce(0.0) { $0 + 1 / Double(owners[$1] ?? 1) }
    // Three thirds of a core are one core, whatever the rounding.
    return max(1, Int((cores + 1e-9).rounded(.down)))
  }
}
