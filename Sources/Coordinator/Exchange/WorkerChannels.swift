internal import Jobs

/// The coordinator's side of the exchange with all workers, which it numbers from 0.
protocol WorkerChannels: AnyObject {
  /// Number of workers.
  var workerCount: Int { get }

  /// Gives an order.
  func send(_ order: ExchangeOrder, to worker: Int) throws

  /// Takes the next report of any worker, if one has arrived.
  func arrivedReport() throws -> (worker: Int, report: ExchangeReport)?

  /// Who a worker is, for messages.
  func name(of worker: Int) -> String
}
