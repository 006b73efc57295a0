import Foundation
import Tasks
import TestSupport
import Testing

/// Where the two modes part, and what is not defined.
@Suite struct MetricEdgeTests {
  private static func metrics(
    _ samples: MetricSample..., mode: MetricMode
  ) throws -> TaskMetrics {
    try samples.accumulated().metrics(mode, of: .nyuv2, isRounded: false)
  }

  @Test func classesWithoutATruePositiveCountStrictlyAndThoseNobodyHasDoNot() throws {
    // Truth 0 0 1 1, prediction 0 0 2 2: class 1 is missed, class 2 is only predicted, class 3 is
    // nowhere.
    let scores: [Float] = [9, 0, 0, 0, 9, 0, 0, 0, 0, 0, 9, 0, 0, 0, 9, 0]
    let sample = MetricSample(
      try .segmentation(classes: 4), prediction: scores, label: [0, 0, 1, 1])
    let paper = try Self.metrics(sample, mode: .paper)
    let strict = try Self.metrics(sample, mode: .strict)
    #expect(paper[.meanIntersectionOverUnion] == 1)
    #expect(strict[.meanIntersectionOverUnion] == 1.0 / 3)
    #expect(paper[.pixelAccuracy] == 0.5 && strict[.pixelAccuracy] == 0.5)
  }

  @Test func negativeAndZeroDepthsAreWrongStrictly() throws {
    let sample = MetricSample(
      .depth(.metres), prediction: [-1, 0, 1, 1.25, 2, -0.0], label: [1, 1, 1, 1, 1, 1])
    let paper = try Self.metrics(sample, mode: .paper)
    let strict = try Self.metrics(sample, mode: .strict)
    #expect(paper[.narrowRatios] == 4.0 / 6 * 100 && paper[.wideRatios] == 4.0 / 6 * 100)
    #expect(strict[.narrowRatios] == 100 * 2.0 / 6 && strict[.wideRatios] == 100 * 2.0 / 6)
    #expect(strict[.absoluteError] == 5.25 / 6)
  }

  /// One image without valid pixels and one with: pooling skips the first, a mean of means cannot.
  @Test(arguments: try MetricTwinTests.conventions())
  func anImageWithoutValidPixelsContributesNothingStrictly(_ convention: TaskConvention) throws {
    var generator = SeededGenerator(seed: 1)
    let full = MetricSample(
      random: convention, prediction: (2, 2), label: (4, 4), using: &generator)
    var empty = full
    empty.label = empty.label.map { _ in convention.target == .depth(.metres) ? 0 : 255 }
    let alone = try [full].accumulated().metrics(.strict, of: .nyuv2)
    #expect(try [full, empty].accumulated().metrics(.strict, of: .nyuv2) == alone)
    for entry in alone.entries { #expect(entry.value?.isFinite != false) }

    let nothing = try [empty].accumulated()
    for entry in nothing.metrics(.strict, of: .nyuv2).entries { #expect(entry.value == nil) }
    #expect(nothing.metrics(.strict, of: .nyuv2).loss == nil)
    for entry in nothing.metrics(.paper, of: .nyuv2).entries {
      #expect(entry.value?.isNaN == true, "\(entry.metric)")
    }
  }

  @Test(arguments: try MetricTwinTests.conventions())
  func noImageIsNoMetric(_ convention: TaskConvention) {
    let accumulator = MetricAccumulator(convention)
    for entry in accumulator.metrics(.strict, of: .nyuv2).entries { #expect(entry.value == nil) }
    for entry in accumulator.metrics(.paper, of: .nyuv2).entries {
      #expect(entry.value?.isNaN == true)
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func predictionsThatAreNotFiniteAreWrongStrictly(_ value: Float) throws {
    let depth = MetricSample(.depth(.metres), prediction: [1, value], label: [1, 1])
    let strict = try Self.metrics(depth, mode: .strict)
    #expect(strict[.absoluteError] == nil && strict[.relativeError] == nil)
    #expect(strict[.loss] == nil)
    #expect(strict[.narrowRatios] == 50)
    #expect(try Self.metrics(depth, mode: .paper)[.absoluteError]?.isFinite == false)

    let normals = MetricSample(
      .normals(.decoded), prediction: [0, 0, 1, 0, 0, value, 0, 0, 1],
      label: [0, 0, 1, 0, 0, 1, 0, 0, 1], mask: [1, 1, 1])
    let angles = try Self.metrics(normals, mode: .strict)
    #expect(angles[.meanAngle] == nil)
    #expect(angles[.narrowAngles] == 100 * 2.0 / 3)
    #expect(try #require(angles[.medianAngle]) < AngleBins.width)
    let paper = try Self.metrics(normals, mode: .paper)
    #expect(paper[.meanAngle]?.isNaN == true && paper[.medianAngle]?.isNaN == true)
    #expect(paper[.narrowAngles] == 2.0 / 3 * 100)
  }

  /// PyTorch takes NaN for the greatest score; strictly such a pixel has no class.
  @Test func scoresThatAreNotNumbersAreNoClass() throws {
    let sample = MetricSample(
      try .segmentation(classes: 2), prediction: [.nan, 1, 0, 1], label: [0, 1])
    #expect(try Self.metrics(sample, mode: .paper)[.pixelAccuracy] == 1)
    let strict = try Self.metrics(sample, mode: .strict)
    #expect(strict[.pixelAccuracy] == 0.5)
    #expect(strict[.meanIntersectionOverUnion] == 0.5)
  }

  @Test func theFirstOfEqualScoresWins() throws {
    let sample = MetricSample(
      try .segmentation(classes: 3), prediction: [1, 2, 2], label: [1])
    #expect(try Self.metrics(sample, mode: .strict)[.pixelAccuracy] == 1)
  }

  @Test func parallelVectorsHaveNoAngle() throws {
    var generator = SeededGenerator(seed: 3)
    let label = generator.floats(300)
    let sample = MetricSample(
      .normals(.decoded), prediction: label.map { 3.7 * $0 }, label: label,
      mask: [Float](repeating: 1, count: 100))
    let strict = try Self.metrics(sample, mode: .strict)
    #expect(try #require(strict[.meanAngle]) < 2e-5)
    #expect(try #require(strict[.medianAngle]) <= AngleBins.width)
  }

  @Test func aPredictionWithoutLengthIsAtARightAngle() throws {
    let sample = MetricSample(
      .normals(.decoded), prediction: [0, 0, 0], label: [0, 1, 0], mask: [1])
    #expect(try Self.metrics(sample, mode: .strict)[.meanAngle] == 90)
  }

  /// The published networks predict bytes: their angles are no angles.
  @Test func anglesOfRawPredictionsAreNotDefinedStrictly() throws {
    let sample = MetricSample(
      .normals(.rawBGR), prediction: [10, 20, 30], label: [10, 20, 30])
    for entry in try Self.metrics(sample, mode: .strict).entries { #expect(entry.value == nil) }
    #expect(try #require(Self.metrics(sample, mode: .strict).loss) < 1e-7)
    let zero = MetricSample(.normals(.rawBGR), prediction: [10, 20, 30], label: [0, 0, 0])
    #expect(try Self.metrics(zero, mode: .paper)[.meanAngle] == 90)
  }
}
