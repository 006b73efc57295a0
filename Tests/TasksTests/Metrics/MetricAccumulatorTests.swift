import TestSupport
import Testing

@testable import Tasks

@Suite struct MetricAccumulatorTests {
  private static func records(_ convention: TaskConvention, count: Int) throws -> [MetricRecord] {
    var generator = SeededGenerator(seed: 8)
    var meter = MetricMeter()
    return try (0..<count).map { index in
      try MetricSample(
        random: convention, prediction: (3, 4), label: (6 + index, 8), using: &generator
      ).record(&meter)
    }
  }

  @Test(arguments: try MetricTwinTests.conventions())
  func countsDoNotDependOnTheOrder(_ convention: TaskConvention) throws {
    let records = try Self.records(convention, count: 6)
    var forward = MetricAccumulator(convention)
    var backward = MetricAccumulator(convention)
    for record in records { forward.add(record) }
    for record in records.reversed() { backward.add(record) }
    let whole: Set<Metric> = [
      .meanIntersectionOverUnion, .medianAngle, .narrowAngles, .middleAngles, .wideAngles,
      .narrowRatios, .middleRatios, .wideRatios,
    ]
    for mode in MetricMode.allCases {
      let first = forward.metrics(mode, of: .nyuv2, isRounded: false)
      let second = backward.metrics(mode, of: .nyuv2, isRounded: false)
      for (entry, other) in zip(first.entries, second.entries) {
        if whole.contains(entry.metric) { #expect(entry == other) }
        guard let value = entry.value, let otherValue = other.value else { continue }
        #expect(abs(value - otherValue) <= 1e-12 * abs(value))
      }
    }
  }

  /// The limit that rank zero's memory is planned with: it is that of the type and its arrays, and
  /// stays when images are added.
  @Test(arguments: try MetricTwinTests.conventions() + [.segmentation(classes: 255)])
  func memoryIsWithinItsLimit(_ convention: TaskConvention) throws {
    var accumulator = MetricAccumulator(convention)
    for record in try Self.records(convention, count: 8) { accumulator.add(record) }
    #expect(accumulator.heldByteCount <= MetricAccumulator.byteCount(convention))
    let copy = accumulator
    for record in try Self.records(convention, count: 8) { accumulator.add(record) }
    #expect(accumulator.heldByteCount <= MetricAccumulator.byteCount(convention))
    #expect(copy.imageCount == 8)
  }

  @Test func aConfigurationIsWithinItsLimit() throws {
    let weights = [Float](repeating: 1, count: 17)
    let most = [
      try TaskConvention.segmentation(classes: 255), .normals(.decoded), .depth(.metres),
      .keypoints, .edges,
    ]
    for conventions in [
      most, TaskConvention.nyuv2(), try TaskConvention.taskonomy(classWeights: weights),
    ] {
      let count = conventions.reduce(0) { $0 + MetricAccumulator.byteCount($1) }
      #expect(count <= MetricAccumulator.largestByteCount)
    }
  }

  /// The worst that even spreading can do: all angles at one end of a bin.
  @Test(arguments: [1, 2, 3, 7, 20, 101])
  func mediansAreWithinABinOfTheExactOne(_ count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let spreads: [ClosedRange<Double>] = [0...180, 14.9901...14.9999, 0...0.0001, 179.999...180]
    for range in spreads {
      let angles = (0..<count).map { _ in Double.random(in: range, using: &generator) }
      var counts = [UInt64](repeating: 0, count: AngleBins.count)
      for angle in angles { counts[AngleBins.bin(angle)] += 1 }
      let exact = try #require(NaiveMetrics.median(angles))
      let median = try #require(AngleBins.median(of: counts))
      #expect(abs(median - exact) <= AngleBins.width)
      // One more right angle, as published for a label without a direction.
      let wider = try #require(NaiveMetrics.median(angles + [90]))
      let found = AngleBins.median(of: counts, adding: 1, to: AngleBins.bin(90))
      #expect(abs(try #require(found) - wider) <= AngleBins.width)
    }
    #expect(AngleBins.median(of: [UInt64](repeating: 0, count: AngleBins.count)) == nil)
  }
}
