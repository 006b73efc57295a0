internal import Dispatch
internal import Synchronization

/// Runs independent work on several threads.
enum ParallelMap {
  /// The results of `body` for every position, in order.
  static func results<Value: Sendable>(
    _ positions: Range<Int>, _ body: @Sendable (Int) throws -> Value
  ) -> [Result<Value, any Error>] {
    if positions.count == 1 { return positions.map { position in Result { try body(position) } } }
    let results = Mutex<[Int: Result<Value, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: positions.count) { index in
      let position = positions.lowerBound + index
      let result = Result { try body(position) }
      results.withLock { $0[position] = result }
    }
    let made = results.withLock { $0 }
    return positions.compactMap { made[$0] }
  }
}
