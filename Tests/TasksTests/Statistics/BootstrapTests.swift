import TestSupport
import Testing

@testable import Tasks

/// Resampling against accumulators that are given every image as often as it was drawn.
@Suite struct BootstrapTests {
  private static let bootstrap = Bootstrap(replicateCount: 12, seed: 3)

  /// Images of normals near enough to each other that medians are in few degrees.
  private static func records(
    _ convention: TaskConvention, count: Int, seed: UInt64
  ) throws -> [MetricRecord] {
    var generator = SeededGenerator(seed: seed)
    var meter = MetricMeter()
    return try (0..<count).map { _ in
      try MetricSample(
        random: convention, prediction: (3, 4), label: (6, 8), using: &generator
      ).record(&meter)
    }
  }

  private static func table(_ records: [[MetricRecord]], _ conventions: [TaskConvention])
    -> ConfigurationTable
  {
    var table = ConfigurationTable(conventions)
    for row in records { table.append(row) }
    return table
  }

  @Test(arguments: try MetricTwinTests.conventions(), MetricMode.allCases)
  func everyReplicateIsADataSet(_ convention: TaskConvention, _ mode: MetricMode) throws {
    let records = try Self.records(convention, count: 9, seed: 4)
    var table = Self.table(records.map { [$0] }, [convention])
    let resamples = table.resampled(Self.bootstrap, mode, of: .nyuv2)
    #expect(resamples.replicates.count == 12)
    for (replicate, found) in resamples.replicates.enumerated() {
      var accumulator = MetricAccumulator(convention)
      let counts = Self.bootstrap.multiplicities(replicate: replicate, imageCount: 9)
      for (record, count) in zip(records, counts) {
        for _ in 0..<count { accumulator.add(record) }
      }
      let expected = accumulator.metrics(mode, of: .nyuv2)
      for (entry, other) in zip(found[0].entries, expected.entries) {
        #expect(entry.metric == other.metric)
        guard let value = entry.value, let otherValue = other.value else {
          #expect(entry.value == nil && other.value == nil)
          continue
        }
        // In the paper the difference is that of a rounding on the other side of a half.
        let bound = mode == .paper ? 1.1e-4 : 1e-12 * (1 + abs(otherValue))
        #expect(abs(value - otherValue) <= bound, "\(entry.metric) of replicate \(replicate)")
      }
    }
  }

  @Test func performancesAreComparedReplicateByReplicate() throws {
    let conventions = [TaskConvention.depth(.metres), .normals(.decoded)]
    let records = try (0..<2).map { seed in
      let columns = try conventions.map { try Self.records($0, count: 7, seed: UInt64(seed)) }
      return (0..<7).map { image in columns.map { $0[image] } }
    }
    var (clean, attacked) = (
      Self.table(records[0], conventions), Self.table(records[1], conventions)
    )
    let resamples = (
      clean: clean.resampled(Self.bootstrap, .strict, of: .nyuv2),
      attacked: attacked.resampled(Self.bootstrap, .strict, of: .nyuv2)
    )
    let performances = zip(resamples.attacked.replicates, resamples.clean.replicates).map {
      RelativePerformance(of: $0, against: $1, mode: .strict)
    }
    let found = resamples.attacked.performance(against: resamples.clean)
    let averages = performances.compactMap(\.average).sorted()
    let average = try #require(found.average)
    #expect(averages.count == 12)
    // Quantiles 0.025 and 0.975 of twelve values: a quarter beyond the outer ones.
    #expect(abs(average.lower - (averages[0] + 0.275 * (averages[1] - averages[0]))) < 1e-12)
    #expect(abs(average.upper - (averages[11] - 0.275 * (averages[11] - averages[10]))) < 1e-12)
    #expect(found.entries.count == 2)
    #expect(found.entries[1].performance?.undefinedCount == 0)

    let same = resamples.clean.performance(against: resamples.clean)
    #expect(same.average?.lower == 0 && same.average?.upper == 0)
  }

  @Test func drawsAreFunctionsOfSeedAndReplicate() {
    let counts = (0..<40).map { Self.bootstrap.multiplicities(replicate: $0, imageCount: 50) }
    #expect(counts.allSatisfy { $0.reduce(0, +) == 50 })
    #expect(Set(counts).count == 40)
    #expect(counts[7] == Self.bootstrap.multiplicities(replicate: 7, imageCount: 50))
    #expect(counts[7] != Bootstrap(seed: 4).multiplicities(replicate: 7, imageCount: 50))
    // 2,000 draws: every image comes up, none much more often than the others.
    let sums = (0..<50).map { image in counts.reduce(0) { $0 + $1[image] } }
    #expect(sums.allSatisfy { (15...70).contains($0) })
    #expect(Self.bootstrap.multiplicities(replicate: 0, imageCount: 0).isEmpty)
  }

  @Test func intervalsLeaveOutWhatIsNotDefined() throws {
    let values: [Double?] = [3, nil, 1, .nan, 2, .infinity, 4, 5]
    let half = try #require(ConfidenceInterval(of: values, level: 0.5))
    #expect(half.lower == 2 && half.upper == 4 && half.undefinedCount == 3)
    let all = try #require(ConfidenceInterval(of: values, level: 0))
    #expect(all.lower == 3 && all.upper == 3)
    #expect(ConfidenceInterval(of: [nil, .nan], level: 0.9) == nil)
    #expect(ConfidenceInterval(of: [7], level: 0.9)?.upper == 7)
  }

  /// What is not a number in an image that was not drawn does not reach the sums.
  @Test func rowsOfWeightZeroAreLeftOut() {
    var rows = WeightedRows(width: 2)
    rows.append([1, 2])
    rows.append([.nan, .infinity])
    rows.append([10, 20])
    var sums = [5.0, 5.0]
    rows.sum([2, 0, 1], into: &sums)
    #expect(sums == [12, 24])
  }

  @Test(arguments: try MetricTwinTests.conventions())
  func noImageHasNoInterval(_ convention: TaskConvention) {
    var table = ConfigurationTable([convention])
    let resamples = table.resampled(Self.bootstrap, .strict, of: .nyuv2)
    #expect(resamples.interval(of: .absoluteError, task: 0) == nil)
    #expect(resamples.performance(against: resamples).average == nil)
  }
}
