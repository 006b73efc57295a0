/// How far a command is, in a line on the standard error that is written anew as it goes: in place
/// on a terminal, now and then in a log.
final class ProgressLine {
  private let total: Int
  private let doneBefore: Int
  private let unit: String
  private let clock = ContinuousClock()
  private let begin: ContinuousClock.Instant
  private var last: ContinuousClock.Instant
  private let output = StandardError.current
  private var isOpen = false

  /// Begins a line.
  /// - Parameters:
  ///   - doneBefore: what earlier runs did, which does not count in the speed.
  ///   - unit: what is counted, as in "images".
  init(total: Int, doneBefore: Int, unit: String) {
    self.total = total
    self.doneBefore = doneBefore
    self.unit = unit
    begin = clock.now
    last = begin
  }

  /// Whether it is time for another line.
  var isDue: Bool { clock.now - last >= .seconds(output.isTerminal ? 1 : 10) }

  /// Writes the line.
  /// - Parameter done: everything done so far, by earlier runs too.
  func show(_ done: Int) {
    last = clock.now
    let elapsed = max((last - begin) / .seconds(1), 1e-3)
    let rate = Double(done - doneBefore) / elapsed
    var line = "\(done) of \(total) \(unit)"
    if rate > 0 { line += ", \(Self.rounded(rate)) \(unit)/s" }
    if rate > 0, done < total {
      line += ", \(Self.inWords(Double(total - done) / rate)) left"
    }
    output.write(output.isTerminal ? "\r\u{1B}[K\(line)" : "equipoise: \(line)\n")
    isOpen = output.isTerminal
  }

  /// Ends the line, so that other messages get lines of their own.
  func end() {
    if isOpen { output.write("\n") }
    isOpen = false
  }

  private static func rounded(_ rate: Double) -> String { "\((10 * rate).rounded() / 10)" }

  private static func inWords(_ seconds: Double) -> String {
    switch seconds {
    case ..<100: "\(Int(seconds.rounded(.up))) s"
    case ..<6000: "\(Int((seconds / 60).rounded(.up))) min"
    default: "\(Int((seconds / 3600).rounded(.up))) h"
    }
  }
}
