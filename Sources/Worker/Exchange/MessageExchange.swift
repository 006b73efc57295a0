internal import Glibc
public import Jobs
public import MessagePassing

/// The exchange with a coordinator on another rank, by messages.
///
/// Waiting is passive: it looks for a message, and sleeps for a moment when there is none, so that
/// a rank that has nothing to do leaves its core to those that share it. The coordinator sends a
/// unit ahead, so that the moment is seldom waited for.
public final class MessageExchange: WorkExchange {
  private let communicator: Communicator
  private let coordinator: Int

  /// Uses a communicator of its own for orders and reports.
  public init(_ communicator: Communicator, coordinator: Int) {
    self.communicator = communicator
    self.coordinator = coordinator
  }

  private static let pause: UInt32 = 500  // microseconds

  /// Waits for the next order.
  /// - Throws: `MPIError`; `ByteError` for a message that is no order.
  public func nextOrder() throws -> ExchangeOrder {
    while true {
      if let order = try arrivedOrder() { return order }
      usleep(Self.pause)
    }
  }

  /// Takes the next order if one has arrived.
  /// - Throws: as ``nextOrder()``.
  public func arrivedOrder() throws -> ExchangeOrder? {
    let (source, tag) = (MessageSource.rank(coordinator), MessageTag.number(ExchangeTag.order))
    guard try communicator.immediateProbe(from: source, tag: tag) != nil else { return nil }
    return try ExchangeOrder(communicator.receiveBytes(from: source, tag: tag).bytes)
  }

  /// Sends a report; may wait until the coordinator takes it.
  /// - Throws: `MPIError`.
  public func send(_ report: ExchangeReport) throws {
    let bytes = report.bytes
    try communicator.send(bytes.span, to: coordinator, tag: ExchangeTag.report)
  }
}
