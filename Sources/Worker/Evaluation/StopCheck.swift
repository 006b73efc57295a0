/// Asks a closure that may fail whether to stop, for callers that take no failure: a failure stops
/// them too, and is thrown afterwards.
final class StopCheck {
  private let ask: () throws -> Bool
  private var failure: (any Error)?

  init(_ ask: @escaping () throws -> Bool) { self.ask = ask }

  /// Whether to stop.
  var isStopWanted: Bool {
    do {
      return try failure != nil || ask()
    } catch {
      failure = error
      return true
    }
  }

  /// Throws the failure, if there was one.
  func rethrow() throws {
    if let failure { throw failure }
  }
}

// A sweep asks on the thread that runs it, which is the one that made the check.
extension StopCheck: @unchecked Sendable {}
