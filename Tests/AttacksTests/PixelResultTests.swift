import Kernels
import TensorCore
import TestSupport
import Testing

@testable import Attacks

/// Results that are rounded to what an image of 8 bits can hold.
@Suite struct PixelResultTests {
  private static let attack = Attack(
    ProjectedGradient(StepSchedule(count: 3, size: .timesRadius(0.7)), startsAtRandom: true),
    Balanced(), roundsToPixels: true)

  /// Whole pixel values, or values as a resized image has them.
  private static func images(isWhole: Bool, _ shape: TensorShape) -> Tensor {
    let step: Float = isWhole ? 0 : 0.37
    let values = Cases.copy(Cases.images([3], shape).span).enumerated().map { place, value in
      min(value + step * Float(place % 5), Cases.range.upper[place % 3])
    }
    return Tensor(shape, nhwc: values.span)
  }

  @Test(
    "whole pixel values inside ball and range, or where there are none the originals",
    arguments: Norm.allCases, [true, false])
  func rounding(_ norm: Norm, _ isWhole: Bool) throws {
    for radius: Float in [0, 0.1, 0.4, 2.6, 8] {
      let model = AnalyticModel([3])
      let clean = Self.images(isWhole: isWhole, model.inputShape)
      let outcome = try AttackHarness(
        ThreatModel(norm, radius: PixelBudget(radius), range: Cases.range)
      ).run(Self.attack, on: clean, numbers: [3], model: model)
      var sum = 0.0
      var wholeCount = 0
      for place in clean.span.indices {
        let (value, home) = (outcome.images.span[place], clean.span[place])
        let pixel = Double(value) - Double(Cases.range.lower[place % 3])
        let isNowWhole = abs(pixel - pixel.rounded()) < 0x1p-15
        wholeCount += isNowWhole ? 1 : 0
        #expect(isNowWhole || value == home)
        #expect(value >= Cases.range.lower[place % 3] && value <= Cases.range.upper[place % 3])
        let change = Double(value - home)
        sum += change * change
        if norm == .maximum { #expect(abs(change) <= Double(radius)) }
      }
      if norm == .euclidean { #expect(sum.squareRoot() <= Double(radius)) }
      if isWhole || norm == .maximum && radius >= 0.5 { #expect(wholeCount == clean.span.count) }
      // The result is judged as rounded.
      var losses = LossTable(imageCount: 1, taskCount: 3)
      try model.evaluate(outcome.images.span, into: &losses)
      #expect(outcome.outcomes[0].losses == (0..<3).map { losses[0, $0] })
    }
  }

  @Test("a range that is wider than the pixel scale has no whole values")
  func wideRange() {
    let model = AnalyticModel([3])
    let clean = Cases.images([3], model.inputShape)
    #expect {
      _ = try AttackHarness(ThreatModel(radius: PixelBudget(8), range: .unbounded)).run(
        Self.attack, on: clean, numbers: [3], model: model)
    } throws: { error in
      (error as? AttackError)?.place == "range"
    }
    #expect(model.forwardCount == 0)
  }
}
