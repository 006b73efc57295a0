import Dispatch
import Glibc
import Synchronization

/// Notices that the user or the scheduler wants the program to end, so that a command can end in
/// good order.
final class Interruption: Sendable {
  private let wanted = Mutex(false)

  /// Whether SIGINT or SIGTERM has arrived.
  var isWanted: Bool { wanted.withLock { $0 } }

  /// Takes over both signals for the rest of the process's life; the second one ends it at once.
  init() {
    for number in [SIGINT, SIGTERM] {
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [self] in
        let isSecond = wanted.withLock { value in
          defer { value = true }
          return value
        }
        if isSecond { _exit(128 + number) }
        // Keeps the source alive.
        _ = source.isCancelled
      }
      source.resume()
    }
  }
}
