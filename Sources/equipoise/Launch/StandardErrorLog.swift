import Glibc
import Logging

/// Writes a line per message to the standard error, without time or colour: schedulers add the
/// first, and nothing here needs the second.
struct StandardErrorLog: LogHandler {
  /// Who speaks.
  let prefix: String
  var logLevel = Logger.Level.info
  var metadata = Logger.Metadata()

  init(prefix: String) { self.prefix = prefix }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let details = metadata.merging(event.metadata ?? [:]) { $1 }
      .sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    let level = event.level == .info || event.level == .notice ? "" : "\(event.level): "
    let line = "\(prefix): \(level)\(event.message)\(details)\n"
    // One call for a line, so that lines of ranks do not mix.
    unsafe line.utf8CString.withUnsafeBytes { bytes in
      _ = unsafe write(STDERR_FILENO, bytes.baseAddress, bytes.count - 1)
    }
  }
}
