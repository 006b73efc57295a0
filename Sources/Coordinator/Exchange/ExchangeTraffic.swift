/// Messages between the coordinator and all workers; those to a worker on the same rank, which stay
/// in memory, count with no bytes.
public struct ExchangeTraffic: Codable, Hashable, Sendable {
  /// Messages to workers.
  public var orders = 0
  /// Their bytes.
  public var orderBytes = 0
  /// Messages from workers.
  public var reports = 0
  /// Their bytes.
  public var reportBytes = 0

  /// Creates traffic of nothing.
  public init() {}
}
