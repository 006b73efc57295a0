import Logging

/// Writes a line per message to the standard error, without time: schedulers add it.
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
    let output = StandardError.current
    let text = "\(event.message)\(details)"
    let message =
      switch event.level {
      case .info: text
      // What to do next.
      case .notice: output.coloured(text, .hint)
      case .warning: output.coloured("warning:", .warning) + " " + text
      case .error, .critical: output.coloured("\(event.level):", .error) + " " + text
      case .debug, .trace: "\(event.level): \(text)"
      }
    output.write("\(prefix): \(message)\n")
  }
}
