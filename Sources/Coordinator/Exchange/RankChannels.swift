internal import Jobs
internal import MessagePassing

/// The workers of a job: one on this rank, if it computes too, and one on every other rank.
final class RankChannels: WorkerChannels {
  private let communicator: Communicator
  private let local: LocalExchange?
  private let hostNames: [String]
  /// What has passed so far.
  private(set) var traffic = ExchangeTraffic()

  /// - Parameters:
  ///   - communicator: for orders and reports alone.
  ///   - local: the exchange with the worker of this rank.
  ///   - hostNames: where the ranks are.
  init(_ communicator: Communicator, local: LocalExchange?, hostNames: [String]) {
    self.communicator = communicator
    self.local = local
    self.hostNames = hostNames
  }

  var workerCount: Int { communicator.size - firstRank }

  /// The rank of worker 0.
  private var firstRank: Int { local == nil ? 1 : 0 }

  func send(_ order: ExchangeOrder, to worker: Int) throws {
    let rank = worker + firstRank
    traffic.orders += 1
    if let local, rank == 0 { return local.order(order) }
    let bytes = order.bytes
    traffic.orderBytes += bytes.count
    try communicator.send(bytes.span, to: rank, tag: ExchangeTag.order)
  }

  func arrivedReport() throws -> (worker: Int, report: ExchangeReport)? {
    if let report = local?.arrivedReport() {
      traffic.reports += 1
      return (0, report)
    }
    let tag = MessageTag.number(ExchangeTag.report)
    guard let envelope = try communicator.immediateProbe(from: .any, tag: tag) else { return nil }
    let message = try communicator.receiveBytes(from: .rank(envelope.source), tag: tag)
    traffic.reports += 1
    traffic.reportBytes += message.bytes.count
    return (envelope.source - firstRank, try ExchangeReport(message.bytes))
  }

  func name(of worker: Int) -> String {
    let rank = worker + firstRank
    return "rank \(rank) on \(hostNames[rank])"
  }
}
