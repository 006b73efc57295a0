import Dispatch
import Glibc
import Synchronization

/// Notices that the user or the scheduler wants the program to end, so that a command can end in
/// good order.
final class Interruption: Sendable {
  private let first = Mutex<ContinuousClock.Instant?>(nil)

  /// Signals this close to the first one are the same wish: `timeout` and schedulers signal the
  /// process and then its whole group.
  private static let repetition = Duration.seconds(2)

  /// Whether SIGINT or SIGTERM has arrived.
  var isWanted: Bool { first.withLock { $0 != nil } }

  /// Takes over both signals for the rest of the process's life; a later second one ends it at once.
  init() {
    for number in [SIGINT, SIGTERM] {
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [self] in
        let now = ContinuousClock.now
        let isSecond = first.withLock { instant in
          guard let earlier = instant else {
            instant = now
            return false
          }
          return now - earlier > Self.repetition
        }
        if isSecond { _exit(128 + number) }
        // Keeps the source alive.
        _ = source.isCancelled
      }
      source.resume()
    }
  }
}
