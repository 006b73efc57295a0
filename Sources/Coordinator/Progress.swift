/// How far a run is, in one line now and then.
struct Progress {
  private let total: Int
  private let imageCount: Int
  private let start = ContinuousClock.now
  private let initial: Int
  private var last: ContinuousClock.Instant?

  /// Time between two lines.
  static let interval = Duration.seconds(10)

  /// - Parameters:
  ///   - total: records that a complete run has.
  ///   - initial: records that are there already.
  init(total: Int, initial: Int, imageCount: Int) {
    self.total = total
    self.initial = initial
    self.imageCount = imageCount
  }

  /// The line, when it is time for one.
  /// - Parameters:
  ///   - count: records that are there now.
  ///   - performance: the running relative performance, where one is known.
  mutating func line(_ count: Int, performance: @autoclosure () -> String?) -> String? {
    let now = ContinuousClock.now
    guard now - (last ?? start) >= Self.interval else { return nil }
    last = now
    return text(count, after: (now - start) / .seconds(1), performance: performance())
  }

  /// The line of a moment.
  func text(_ count: Int, after seconds: Double, performance: String?) -> String {
    let perImage = Double(total) / Double(max(imageCount, 1))
    let done = Int((Double(count) / perImage).rounded(.down))
    var parts = ["\(done) of \(imageCount) images"]
    let rate = Double(count - initial) / max(seconds, 1e-9)
    if rate > 0 {
      parts.append("\(Self.number(rate / perImage)) images/s")
      parts.append("\(Self.duration(Double(total - count) / rate)) left")
    }
    if let performance { parts.append(performance) }
    return parts.joined(separator: ", ")
  }

  /// Three digits or more.
  static func number(_ value: Double) -> String {
    let scale = value < 10 ? 100.0 : value < 100 ? 10.0 : 1.0
    let rounded = (value * scale).rounded() / scale
    return scale == 1 ? "\(Int(rounded))" : "\(rounded)"
  }

  /// Seconds in words.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "long" }
    let total = Int(seconds.rounded(.up))
    if total < 60 { return "\(total) s" }
    if total < 3600 { return "\(total / 60) min \(total % 60) s" }
    return "\(total / 3600) h \(total % 3600 / 60) min"
  }
}
