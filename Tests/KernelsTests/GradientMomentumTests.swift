import Kernels
import TestSupport
import Testing

@Suite struct GradientMomentumTests {
  @Test(arguments: awkwardCounts) func equalsItsTwin(count: Int) {
    var generator = SeededGenerator(seed: UInt64(300 + count))
    let gradient = generator.floats(count)
    let momentum = generator.awkwardFloats(count)
    var norm: Float = .nan
    let result = updated(momentum) {
      norm = GradientMomentum.accumulate(gradient.span, into: &$0, decay: 0.9)
    }
    let expectedNorm = Float(Reduction.l1Norm(gradient.span))
    #expect(norm == expectedNorm)
    let expected = momentum.indices.map { 0.9 * momentum[$0] + gradient[$0] / expectedNorm }
    #expect(firstDifference(result, expected) == nil)
  }

  @Test func theAddedGradientHasUnitNorm() {
    var generator = SeededGenerator(seed: 1)
    let gradient = generator.floats(3000, in: -1e-6...1e-6)
    let result = updated([Float](repeating: 0, count: 3000)) {
      GradientMomentum.accumulate(gradient.span, into: &$0, decay: 1)
    }
    #expect(abs(Reduction.l1Norm(result.span) - 1) < 1e-6)
  }

  @Test(
    arguments: [[0, 0, -0.0], [1, .nan, 2], [1, .infinity, 2], [3e38, 3e38, 3e38]] as [[Float]])
  func withoutADirectionTheMomentumOnlyDecays(gradient: [Float]) {
    var norm: Float = 1
    let result = updated([2, -4, 6]) {
      norm = GradientMomentum.accumulate(gradient.span, into: &$0, decay: 0.5)
    }
    #expect(result == [1, -2, 3])
    #expect(norm == 0 || !norm.isFinite)
  }
}
