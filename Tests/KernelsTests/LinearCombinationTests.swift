import Kernels
import TestSupport
import Testing

@Suite struct LinearCombinationTests {
  private func arrays(_ count: Int) -> (x: [Float], y: [Float]) {
    var generator = SeededGenerator(seed: UInt64(400 + count))
    return (generator.awkwardFloats(count), generator.awkwardFloats(count))
  }

  @Test(arguments: awkwardCounts) func sumsAndMultiplesEqualTheirTwins(count: Int) {
    let (x, y) = arrays(count)
    let places = x.indices
    #expect(
      firstDifference(
        updated(y) { LinearCombination.add(x.span, to: &$0) }, places.map { y[$0] + x[$0] }) == nil)
    #expect(
      firstDifference(
        updated(y) { LinearCombination.subtract(x.span, from: &$0) },
        places.map { y[$0] - x[$0] }) == nil)
    #expect(
      firstDifference(
        updated(y) { LinearCombination.scale(&$0, by: -0.7) }, places.map { -0.7 * y[$0] }) == nil)
    #expect(
      firstDifference(
        updated(y) { LinearCombination.accumulate(x.span, weight: 0.3, into: &$0) },
        places.map { y[$0] + 0.3 * x[$0] }) == nil)
    #expect(
      firstDifference(
        updated(y) { LinearCombination.accumulateSigns(of: x.span, into: &$0) },
        places.map { y[$0] + scalarSign(x[$0]) }) == nil)
  }

  @Test(arguments: awkwardCounts) func weightedSumsAddFromLeftToRight(count: Int) {
    var generator = SeededGenerator(seed: UInt64(500 + count))
    for inputCount in 0...5 {
      let inputs = generator.awkwardFloats(inputCount * count)
      let weights = generator.floats(inputCount, in: -2...2)
      let result = updated([Float](repeating: .nan, count: count)) {
        LinearCombination.combine(inputs.span, weights: weights.span, into: &$0)
      }
      let expected = (0..<count).map { place -> Float in
        guard inputCount > 0 else { return 0 }
        var sum = weights[0] * inputs[place]
        for input in 1..<inputCount { sum += weights[input] * inputs[input * count + place] }
        return sum
      }
      #expect(firstDifference(result, expected) == nil)
    }
  }

  @Test func signSumsAreWholeNumbers() {
    let result = updated([Float](repeating: 0, count: 4)) {
      for x in [[1e-30, -5, 0, .nan], [2, -.infinity, -0.0, 3], [-1, -1, 1, 1]] as [[Float]] {
        LinearCombination.accumulateSigns(of: x.span, into: &$0)
      }
    }
    #expect(result == [1, -3, 1, 2])
  }

  @Test func countsAreCompared() async {
    let pair = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = updated([1, 2, 3]) { LinearCombination.add([1, 2].span, to: &$0) }
    }
    #expect(stderr(of: pair).contains("2 values where 3 were expected"))
    let stacked = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = updated([1, 2, 3]) {
        LinearCombination.combine([1, 2, 3, 4].span, weights: [1, 1].span, into: &$0)
      }
    }
    #expect(stderr(of: stacked).contains("4 values for 2 inputs of 3"))
  }
}
