import Dispatch
import Glibc
import Synchronization

/// Notices SIGUSR1, which schedulers send before the time limit and mpirun hands on to all ranks:
/// the wish that a run stops in good order, to be resumed.
final class StopSignal: Sendable {
  private let isRaised = Mutex(false)

  /// Whether the signal has arrived.
  var isWanted: Bool { isRaised.withLock { $0 } }

  /// Takes the signal over for the rest of the process's life.
  init() {
    _ = signal(SIGUSR1, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGUSR1, queue: .global())
    source.setEventHandler { [self] in
      isRaised.withLock { $0 = true }
      // Keeps the source alive.
      _ = source.isCancelled
    }
    source.resume()
  }
}
