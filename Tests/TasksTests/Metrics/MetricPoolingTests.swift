import Tasks
import TestSupport
import Testing

@Suite struct MetricPoolingTests {
  /// Strict metrics are pooled over pixels whatever the batches are; those of the paper become so.
  @Test(arguments: try MetricTwinTests.conventions())
  func aBatchIsOneImage(_ convention: TaskConvention) throws {
    var generator = SeededGenerator(seed: 31)
    let samples = (0..<3).map { index in
      MetricSample(
        random: convention, prediction: (2, 3), label: (4 + 2 * index, 6), using: &generator)
    }
    var meter = MetricMeter()
    let records = try samples.map { try $0.record(&meter) }
    var batch = MetricAccumulator(convention)
    batch.add(MetricRecord(pooling: records))
    let apart = try samples.accumulated()
    #expect(batch.imageCount == 1)
    let (found, expected) = (
      batch.metrics(.strict, of: .nyuv2), apart.metrics(.strict, of: .nyuv2)
    )
    for (entry, other) in zip(found.entries, expected.entries) {
      #expect((entry.value == nil) == (other.value == nil))
      #expect(abs((entry.value ?? 0) - (other.value ?? 0)) < 1e-12 * (1 + abs(other.value ?? 0)))
    }
    let paper = batch.metrics(.paper, of: .nyuv2, isRounded: false)
    for metric in [Metric.absoluteError, .relativeError, .keypointError, .edgeError] {
      guard let pooled = expected[metric] else { continue }
      #expect(abs(try #require(paper[metric]) - pooled) < 1e-6 * pooled)
    }
    let losses = try samples.map { try $0.loss() }.reduce(LossSum(), +)
    #expect(abs(try #require(paper.loss) - losses.value) < 1e-6 * losses.value)
  }
}
