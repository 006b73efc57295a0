/// The histogram of angles that stands for the angles themselves in their median.
///
/// Bins are ``width`` degrees wide, and a median is placed inside of its bin as if the bin's angles
/// were spread evenly. Median and exact median are in the same bin, so that they are never further
/// apart than ``width``; when bins hold many pixels, much less.
public enum AngleBins {
  /// Number of bins over 0...180 degrees.
  public static let count = 18_000
  /// Width of a bin in degrees: the bound of the median's error.
  public static let width = 0.01
  private static let binsPerDegree = 100.0

  /// The bin of an angle in 0...180 degrees.
  @inline(__always)
  static func bin(_ degrees: Double) -> Int { min(Int(degrees * binsPerDegree), count - 1) }

  /// The median of the angles, in degrees: the mean of the two in the middle when their number is
  /// even; nil when there is none.
  /// - Parameter rank: of an angle's number in ascending order, from 0, the bin that it is in, how
  ///   many are in bins before it, and how many are in it.
  static func median(
    total: Int, _ rank: (_ number: Int) -> (bin: Int, before: Int, count: Int)
  ) -> Double? {
    guard total > 0 else { return nil }
    func angle(_ number: Int) -> Double {
      let place = rank(number)
      let share = (Double(number - place.before) + 0.5) / Double(place.count)
      return (Double(place.bin) + share) / binsPerDegree
    }
    return total % 2 == 1
      ? angle(total / 2) : (angle(total / 2 - 1) + angle(total / 2)) / 2
  }

  /// The median of dense counts, after `extra` more angles have been put into a bin.
  static func median(of counts: [UInt64], adding extra: Int = 0, to extraBin: Int = 0) -> Double? {
    let total = Int(counts.reduce(0, +)) + extra
    return median(total: total) { number in
      var before = 0
      for (bin, stored) in counts.enumerated() {
        let count = Int(stored) + (bin == extraBin ? extra : 0)
        if before + count > number { return (bin, before, count) }
        before += count
      }
      preconditionFailure("angle \(number) of \(total)")
    }
  }
}
