internal import Dispatch
internal import Synchronization

/// Results made by one thread ahead of the one that takes them, in order.
final class ReadAheadQueue<Value: Sendable>: Sendable {
  private struct State {
    var results: [Result<Value, any Error>] = []
    var isCancelled = false
  }

  private let state = Mutex(State())
  // Both begin at 0: a semaphore that is dropped below the value it began with ends the process.
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  /// Begins to make results on a thread of its own.
  /// - Parameters:
  ///   - count: number of results.
  ///   - capacity: how many may be waiting to be taken.
  init(count: Int, capacity: Int, _ make: @escaping @Sendable (Int) throws -> Value) {
    for _ in 0..<capacity { free.signal() }
    DispatchQueue(label: "read-ahead").async { [self] in
      for position in 0..<count {
        free.wait()
        if state.withLock({ $0.isCancelled }) { return }
        let result = Result { try make(position) }
        state.withLock { $0.results.append(result) }
        filled.signal()
      }
    }
  }

  /// The next result, waiting for it; must not be called more often than there are results.
  func take() -> Result<Value, any Error> {
    filled.wait()
    let result = state.withLock { $0.results.removeFirst() }
    free.signal()
    return result
  }

  /// Ends the thread after the result that it is making.
  func cancel() {
    state.withLock { $0.isCancelled = true }
    free.signal()
  }
}
