import Tasks
import TestSupport
import Testing

/// All metrics against lists of pixels.
@Suite struct MetricTwinTests {
  static func conventions() throws -> [TaskConvention] {
    let weights: [Float] = [0.5, 0, 2, 1, 1.5]
    return [
      try .segmentation(classes: 5), try .segmentation(classes: 5, weights: weights),
      .normals(.rawBGR), .normals(.decoded), .depth(.metres), .depth(.logarithmic), .keypoints,
      .edges,
    ]
  }

  /// Images of different sizes; their extents are such that integer arithmetic resizes them too.
  private static func samples(
    _ convention: TaskConvention, seed: UInt64
  ) -> [MetricSample] {
    var generator = SeededGenerator(seed: seed)
    let sizes = [[3, 4, 12, 16], [5, 3, 5, 6], [2, 8, 4, 8]]
    return sizes.map { size in
      MetricSample(
        random: convention, prediction: (size[0], size[1]), label: (size[2], size[3]),
        using: &generator)
    }
  }

  @Test(arguments: try conventions(), LabelDialect.allCases)
  func valuesAreThoseOfTheTwin(_ convention: TaskConvention, _ benchmark: LabelDialect) throws {
    let samples = Self.samples(convention, seed: 5)
    let accumulator = try samples.accumulated()
    let twin = NaiveMetrics(samples)
    for mode in MetricMode.allCases {
      let found = accumulator.metrics(mode, of: benchmark, isRounded: false)
      #expect(found.entries.map(\.metric) == convention.metrics(mode, of: benchmark))
      for entry in found.entries {
        if mode == .strict, convention == .normals(.rawBGR) {
          #expect(entry.value == nil)
          continue
        }
        let expected = try #require(twin.value(entry.metric, mode))
        let value = try #require(entry.value)
        let bound = entry.metric == .medianAngle ? AngleBins.width : 3e-7 * (1 + abs(expected))
        #expect(abs(value - expected) <= bound, "\(mode) \(entry.metric): \(value), \(expected)")
      }
    }
  }

  /// Uncertain pixels are the mask's in segmentation.
  @Test func uncertainPixelsCountInThePaperAlone() throws {
    let convention = try TaskConvention.segmentation(classes: 2)
    let scores: [Float] = [1, 0, 1, 0, 0, 1, 0, 1]
    let sample = MetricSample(
      convention, prediction: scores, label: [0, 0, 1, 0], mask: [1, 1, 1, 0])
    let accumulator = try [sample].accumulated()
    let paper = accumulator.metrics(.paper, of: .nyuv2)
    #expect(paper[.pixelAccuracy] == 0.75)
    let strict = accumulator.metrics(.strict, of: .nyuv2)
    #expect(strict[.pixelAccuracy] == 1)
    #expect(strict[.meanIntersectionOverUnion] == 1)
  }

  @Test func lossesAreAveragedInThePaperAndPooledStrictly() throws {
    let samples = Self.samples(.depth(.metres), seed: 9)
    let losses = try samples.map { try $0.loss() }
    let accumulator = try samples.accumulated()
    let mean = losses.map { Double(Float($0.value)) }.reduce(0, +) / 3
    let paper = try #require(accumulator.metrics(.paper, of: .nyuv2)[.loss])
    #expect(abs(paper - mean) < 1e-6)
    #expect(
      accumulator.metrics(.strict, of: .nyuv2)[.loss] == losses.reduce(LossSum(), +).value)
  }
}
