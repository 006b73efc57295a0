internal import Glibc

/// A linear axis with round numbers at its ticks.
struct ChartAxis {
  /// Ascending, at equal distances, the first and the last at the ends.
  let ticks: [Double]
  /// Digits after the point that the ticks need.
  let digits: Int

  /// An axis that reaches over all finite values.
  /// - Parameter count: about how many ticks there are.
  init(over values: [Double], tickCount count: Int = 5) {
    let finite = values.filter(\.isFinite)
    var low = finite.min() ?? 0
    var high = finite.max() ?? 1
    if high - low <= 1e-9 * max(low.magnitude, high.magnitude, 1e-6) {
      let half = max(low.magnitude, 1e-3) / 2
      (low, high) = (low - half, high + half)
    }
    let step = Self.roundStep((high - low) / Double(count))
    let first = (low / step + 1e-9).rounded(.down)
    let last = (high / step - 1e-9).rounded(.up)
    ticks = stride(from: first, through: last, by: 1).map { $0 * step }
    digits = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
  }

  /// Where a value is, 0 at the first tick, 1 at the last.
  func position(_ value: Double) -> Double {
    guard let low = ticks.first, let high = ticks.last, high > low else { return 0 }
    return min(max((value - low) / (high - low), 0), 1)
  }

  /// 1, 2 or 5 times a power of ten, and not below `step`.
  private static func roundStep(_ step: Double) -> Double {
    let power = pow(10, log10(step).rounded(.down))
    let factor = [1, 2, 5].first { $0 * power >= step * (1 - 1e-9) } ?? 10
    return factor * power
  }
}
