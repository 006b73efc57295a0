import Foundation
import Tasks
import Testing

/// `paper` mode against the published definitions, computed by PyTorch and NumPy.
@Suite struct PublishedMetricsTests {
  @Test(arguments: GoldenMetrics.all)
  func valuesAreThePublishedOnes(_ golden: GoldenMetrics) throws {
    for task in golden.tasks {
      for (place, prediction) in task.predictions.enumerated() {
        let accumulator = try golden.samples(task, prediction).accumulated()
        for isRounded in [false, true] {
          let found = accumulator.metrics(.paper, of: golden.benchmark, isRounded: isRounded)
          let expected = (isRounded ? task.rounded : task.unrounded)[place]
          #expect(Set(found.entries.map(\.metric.rawValue)) == Set(expected.keys))
          for entry in found.entries {
            let value = try #require(entry.value)
            let reference = try #require(expected[entry.metric.rawValue])
            let bound = entry.metric == .medianAngle ? AngleBins.width : 2e-6 * abs(reference)
            #expect(abs(value - reference) <= bound, "\(entry.metric) \(value) \(reference)")
            guard isRounded, entry.metric != .medianAngle else { continue }
            #expect(value == reference, "\(entry.metric)")
          }
        }
      }
    }
  }

  /// The median of few images is exact when it is taken of the angles themselves.
  @Test func mediansOfTheAnglesAreThePublishedOnes() throws {
    let golden = try #require(GoldenMetrics.all.first)
    let task = golden.tasks[1]
    for (place, prediction) in task.predictions.enumerated() {
      var meter = MetricMeter()
      let angles = try golden.samples(task, prediction).flatMap { sample in
        meter.angles(
          of: sample.prediction.span, height: sample.predictionSize.height,
          width: sample.predictionSize.width, target: try sample.taskLabel().metricTarget(image: 0))
      }
      let median = try #require(NaiveMetrics.median(angles))
      let expected = try #require(task.unrounded[place]["Angle Median"])
      #expect(abs(median - expected) <= 1e-6 * expected)
    }
  }

  @Test(arguments: GoldenMetrics.all)
  func relativePerformancesAreThePublishedOnes(_ golden: GoldenMetrics) throws {
    let both = try (0..<2).map { place in
      try golden.tasks.map {
        TaskMetrics(published: $0.rounded[place], try golden.convention($0), golden.benchmark)
      }
    }
    let relative = RelativePerformance(of: both[1], against: both[0], mode: .paper)
    #expect(relative.entries.map(\.performance) == golden.tasks.map(\.relative))
    #expect(relative.average == golden.average)
  }
}

/// Results of the published attacks on the reference networks, with the published metrics.
struct PublishedRun: Decodable, CustomTestStringConvertible, Sendable {
  var benchmark: LabelDialect
  var run: String
  var clean: [String: [String: Double]]
  var attacked: [String: [String: Double]]
  var relative: [String: Double]

  static let all: [PublishedRun] = GoldenMetrics.decoded("relative.json")
  var testDescription: String { "\(benchmark.rawValue) \(run)" }

  @Suite struct Tests {
    @Test(arguments: PublishedRun.all)
    func relativePerformancesAreThePublishedOnes(_ run: PublishedRun) throws {
      let conventions =
        run.benchmark == .nyuv2
        ? TaskConvention.nyuv2()
        : try TaskConvention.taskonomy(classWeights: [Float](repeating: 1, count: 17))
      let both = try [run.attacked, run.clean].map { metrics in
        try conventions.map {
          TaskMetrics(published: try #require(metrics[$0.task.rawValue]), $0, run.benchmark)
        }
      }
      let relative = RelativePerformance(of: both[0], against: both[1], mode: .paper)
      for entry in relative.entries {
        let name = entry.task.rawValue.prefix(4)
        #expect(entry.performance == run.relative["\(name) acc."])
        #expect(entry.loss == run.relative["\(name) loss"])
      }
      #expect(relative.average == run.relative["avg. acc."])
      #expect(relative.averageLoss == run.relative["avg loss"])
    }
  }
}
