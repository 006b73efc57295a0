internal import Attacks
internal import Jobs
internal import Tasks

/// Everything that a summary needs of the records, added up image by image.
///
/// Memory: `MetricAccumulator.largestByteCount` at most for every configuration, whatever the
/// number of images.
struct RecordPools {
  /// For every configuration, for every task, the metrics.
  private(set) var accumulators: [[MetricAccumulator]]
  /// For every configuration, how many images have each flag.
  private(set) var flagCounts: [[Int]]
  private var changeSums: [Double]
  private var changeCounts: [Int]

  init(_ conventions: [TaskConvention], configurationCount: Int) {
    let empty = conventions.map { MetricAccumulator($0) }
    accumulators = Array(repeating: empty, count: configurationCount)
    flagCounts = Array(
      repeating: Array(repeating: 0, count: AttackFlags.explained.count),
      count: configurationCount)
    changeSums = Array(repeating: 0, count: configurationCount)
    changeCounts = Array(repeating: 0, count: configurationCount)
  }

  /// Adds a record; those of a configuration come in the order of images.
  mutating func add(_ record: RunRecord) {
    let number = record.key.configuration
    for (task, metrics) in record.metrics.enumerated() {
      accumulators[number][task].add(metrics)
    }
    guard let attack = record.attack else { return }
    for (index, flag) in AttackFlags.explained.enumerated()
    where attack.flags.contains(flag.flag) {
      flagCounts[number][index] += 1
    }
    if attack.relativeChange.isFinite {
      changeSums[number] += attack.relativeChange
      changeCounts[number] += 1
    }
  }

  /// The mean relative change of the losses over the images for which it is finite; 0 without one.
  func meanChange(_ configuration: Int) -> Double {
    let count = changeCounts[configuration]
    return count == 0 ? 0 : changeSums[configuration] / Double(count)
  }
}
