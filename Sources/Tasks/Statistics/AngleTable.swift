/// The histograms of many images, and medians of their sums with whole weights.
///
/// A median is looked for in bins of a degree, and then in the ``AngleBins`` of that degree. Those
/// are laid out when they are first asked for: the medians of replicates are close to each other.
struct AngleTable {
  /// Bins of ``AngleBins`` in a coarse bin.
  private static let finePerCoarse = 100
  private static let coarseCount = AngleBins.count / finePerCoarse

  private var histograms: [SparseCounts] = []
  private var coarse = WeightedRows(width: coarseCount)
  private var fine: [Int: WeightedRows] = [:]
  private var coarseSums = [Double](repeating: 0, count: coarseCount)
  private var fineSums = [Double](repeating: 0, count: finePerCoarse)

  /// Adds an image.
  mutating func append(_ histogram: SparseCounts) {
    var row = [Double](repeating: 0, count: Self.coarseCount)
    histogram.forEach { bin, count in row[bin / Self.finePerCoarse] += Double(count) }
    coarse.append(row)
    histograms.append(histogram)
    fine = [:]
  }

  /// The medians of all angles, without and with `extra` right angles more.
  /// - Complexity: O(images x (bins of a degree + 180)), and O(bytes of all histograms) where a
  ///   degree is new.
  mutating func medians(
    _ weights: [Int], addingRightAngles extra: Int
  ) -> (strict: Double?, published: Double?) {
    coarse.sum(weights, into: &coarseSums)
    let strict = median(weights, extra: 0)
    return (strict, extra == 0 ? strict : median(weights, extra: extra))
  }

  private mutating func median(_ weights: [Int], extra: Int) -> Double? {
    let right = AngleBins.bin(90)
    let total = Int(coarseSums.reduce(0, +)) + extra
    guard total > 0 else { return nil }
    var places: [Int: (bin: Int, before: Int, count: Int)] = [:]
    for number in Set([(total - 1) / 2, total / 2]) {
      var before = 0
      var degree = 0
      while true {
        let count =
          Int(coarseSums[degree]) + (degree == right / Self.finePerCoarse ? extra : 0)
        if before + count > number { break }
        before += count
        degree += 1
      }
      sumFine(degree, weights)
      for (offset, sum) in fineSums.enumerated() {
        let bin = degree * Self.finePerCoarse + offset
        let count = Int(sum) + (bin == right ? extra : 0)
        if before + count > number {
          places[number] = (bin, before, count)
          break
        }
        before += count
      }
    }
    return AngleBins.median(total: total) { number in
      guard let place = places[number] else { preconditionFailure("angle \(number) of \(total)") }
      return place
    }
  }

  private mutating func sumFine(_ degree: Int, _ weights: [Int]) {
    if fine[degree] == nil {
      var rows = WeightedRows(width: Self.finePerCoarse)
      let bins = degree * Self.finePerCoarse..<(degree + 1) * Self.finePerCoarse
      for histogram in histograms {
        var row = [Double](repeating: 0, count: Self.finePerCoarse)
        histogram.forEach { bin, count in
          if bins.contains(bin) { row[bin - bins.lowerBound] = Double(count) }
        }
        rows.append(row)
      }
      fine[degree] = rows
    }
    fine[degree]?.sum(weights, into: &fineSums)
  }
}
