internal import Dispatch
public import Jobs
internal import Synchronization

/// The exchange between the coordinator and a worker on the same rank: two queues in memory.
///
/// The worker runs on a thread of its own, and never calls MPI.
public final class LocalExchange: WorkExchange, Sendable {
  private struct Queues {
    var orders: [ExchangeOrder] = []
    var reports: [ExchangeReport] = []
  }

  private let queues = Mutex(Queues())
  private let arrivals = DispatchSemaphore(value: 0)

  /// Creates an exchange without messages.
  public init() {}

  /// Waits for the next order.
  public func nextOrder() -> ExchangeOrder {
    while true {
      if let order = arrivedOrder() { return order }
      arrivals.wait()
    }
  }

  /// Takes the next order if there is one.
  public func arrivedOrder() -> ExchangeOrder? {
    queues.withLock { $0.orders.isEmpty ? nil : $0.orders.removeFirst() }
  }

  /// Hands a report over.
  public func send(_ report: ExchangeReport) { queues.withLock { $0.reports.append(report) } }

  /// Hands an order over, on the coordinator's side.
  func order(_ order: ExchangeOrder) {
    queues.withLock { $0.orders.append(order) }
    arrivals.signal()
  }

  /// Takes the next report if there is one, on the coordinator's side.
  func arrivedReport() -> ExchangeReport? {
    queues.withLock { $0.reports.isEmpty ? nil : $0.reports.removeFirst() }
  }
}
