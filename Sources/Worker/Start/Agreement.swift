public import MessagePassing

/// Steps of the start that some rank may not be able to take: all ranks go on, or none.
///
/// Errors of users, such as a wrong path, then end the job with one message and in good order,
/// instead of a rank that aborts the others.
public struct Agreement {
  /// Why a job cannot start. Thrown on all ranks, to be told by rank zero alone.
  public struct Refusal: Error, CustomStringConvertible {
    /// The reason; the rank and its host in front unless all ranks have the same.
    public let description: String

    /// Creates a refusal that all ranks throw.
    public init(description: String) { self.description = description }
  }

  private let universe: Universe

  /// Agreements between the ranks of a job.
  public init(_ universe: Universe) { self.universe = universe }

  /// Takes a step on every rank. Collective; `body` must not call MPI.
  /// - Throws: ``Refusal`` on all ranks when `body` has thrown on any of them; `MPIError`.
  public func everywhere<Result>(_ body: () throws -> Result) throws -> Result {
    let attempt = Swift.Result { try body() }
    var reason = ""
    if case .failure(let error) = attempt { reason = "\(error)" }
    let reasons = try texts(reason)
    if let refusal = refusal(reasons, hosts: try texts(universe.hostName)) { throw refusal }
    return try attempt.get()
  }

  /// Takes a step on rank zero, and brings what it made to all ranks. Collective.
  /// - Throws: ``Refusal`` on all ranks when `body` has thrown; `MPIError`.
  public func onRankZero(_ body: () throws -> [UInt8]) throws -> [UInt8] {
    var made: [UInt8] = []
    var reason = ""
    if universe.world.rank == 0 {
      do { made = try body() } catch { reason = "\(error)" }
    }
    let first = try texts(reason)[0]
    guard first.isEmpty else { throw Refusal(description: first) }
    var count = [made.count]
    var span = count.mutableSpan
    try universe.world.broadcast(&span, from: 0)
    if universe.world.rank != 0 { made = [UInt8](repeating: 0, count: count[0]) }
    var bytes = made.mutableSpan
    try universe.world.broadcast(&bytes, from: 0)
    return made
  }

  /// Checks that a fact is the same on all ranks. Collective.
  /// - Throws: ``Refusal`` that names the first rank with another value; `MPIError`.
  public func require(_ value: String, _ name: String) throws {
    let values = try texts(value)
    let hosts = try texts(universe.hostName)
    guard let rank = values.firstIndex(where: { $0 != values[0] }) else { return }
    throw Refusal(
      description: "rank \(rank) on \(hosts[rank]): \(name): expected \(values[0]), as on rank 0 "
        + "on \(hosts[0]), found \(values[rank])")
  }

  /// Brings a text of every rank to all ranks. Collective.
  /// - Throws: `MPIError`.
  public func texts(_ text: String) throws -> [String] {
    let gathered = try universe.world.allgather(varying: Array(text.utf8))
    return (0..<universe.world.size).map { String(decoding: gathered[$0], as: UTF8.self) }
  }

  private func refusal(_ reasons: [String], hosts: [String]) -> Refusal? {
    guard let rank = reasons.firstIndex(where: { !$0.isEmpty }) else { return nil }
    let isShared = reasons.allSatisfy { $0 == reasons[rank] }
    let place = isShared ? "" : "rank \(rank) on \(hosts[rank]): "
    return Refusal(description: place + reasons[rank])
  }
}
