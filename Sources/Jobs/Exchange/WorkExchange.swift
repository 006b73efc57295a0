/// A worker's side of the exchange with the coordinator, wherever that is.
///
/// Used by one thread.
public protocol WorkExchange: AnyObject {
  /// Waits for the next order.
  /// - Throws: when the coordinator cannot be reached.
  func nextOrder() throws -> ExchangeOrder

  /// Takes the next order if one has arrived.
  /// - Throws: as ``nextOrder()``.
  func arrivedOrder() throws -> ExchangeOrder?

  /// Tells the coordinator something; in order, and without waiting for an answer.
  /// - Throws: as ``nextOrder()``.
  func send(_ report: ExchangeReport) throws
}

/// Numbers of the messages between coordinator and workers.
public enum ExchangeTag {
  /// An ``ExchangeOrder``.
  public static let order = 1
  /// An ``ExchangeReport``.
  public static let report = 2
  /// How the run ended, to ranks that wait for its results.
  public static let ending = 3
}
