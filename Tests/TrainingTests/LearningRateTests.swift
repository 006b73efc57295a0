import Foundation
import Testing
import Training

/// Values of `torch.optim.lr_scheduler`.
@Suite struct LearningRateTests {
  @Test func stepsFallAsStepLR() {
    let rate = LearningRate(base: 0.1, decay: .steps(interval: 3, factor: 0.5))
    #expect((0..<8).map(rate.rate) == [0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025])
  }

  @Test func cosineFallsAsCosineAnnealingLR() {
    let rate = LearningRate(base: 0.1, decay: .cosine(count: 10, floor: 0.02))
    for iteration in 0..<15 {
      let angle = Double.pi * Double(min(iteration, 10)) / 10
      let expected = 0.02 + 0.08 * (1 + cos(angle)) / 2
      #expect(abs(rate.rate(at: iteration) - expected) < 1e-16)
    }
    #expect(rate.rate(at: 10) == 0.02)
  }

  @Test func warmUpGrowsAsLinearLR() {
    let rate = LearningRate(base: 0.3, warmUp: 4)
    let expected = [0.1, 0.15, 0.2, 0.25, 0.3, 0.3]
    for (iteration, value) in expected.enumerated() {
      #expect(abs(rate.rate(at: iteration) - value) < 1e-15)
    }
  }

  @Test func aWarmUpAndADecayMultiply() {
    let rate = LearningRate(
      base: 1, decay: .steps(interval: 2, factor: 0.5), warmUp: 4, warmUpStart: 0.5)
    #expect((0..<6).map(rate.rate) == [0.5, 0.625, 0.375, 0.4375, 0.25, 0.25])
  }
}
