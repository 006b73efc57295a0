import Foundation
import Kernels
import TestSupport
import Testing

@Suite struct LogSumExpTests {
  /// Scores with strangers before and behind them, which must neither be read nor written.
  private static func framed(_ scores: [Float]) -> (values: [Float], range: Range<Int>) {
    ([1e30, .nan, 1e30] + scores + [.nan, 1e30], 3..<3 + scores.count)
  }

  private static func reduced(_ scores: [Float]) -> (LogSumExp, exponentials: [Float]) {
    let (values, range) = framed(scores)
    var exponentials = [Float](repeating: -7, count: values.count)
    var span = exponentials.mutableSpan
    let result = LogSumExp(of: values.span, in: range, exponentials: &span)
    #expect(exponentials[..<3] == [-7, -7, -7] && exponentials[range.upperBound...] == [-7, -7])
    return (result, Array(exponentials[range]))
  }

  @Test("against double precision", arguments: [1, 2, 7, 8, 9, 15, 16, 17, 19, 33, 40])
  func twin(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    for offset in [0, 500, -500] as [Float] {
      let scores = generator.floats(count, in: -20...20).map { $0 + offset }
      let (result, exponentials) = Self.reduced(scores)
      let greatest = Double(scores.max() ?? 0)
      let powers = scores.map { exp(Double($0) - greatest) }
      let sum = powers.reduce(0, +)
      #expect(Double(result.maximum) == greatest)
      #expect(abs(Double(result.sum) / sum - 1) < 5e-7)
      #expect(abs(Double(result.value) - (greatest + log(sum))) < 1e-6 * (1 + abs(greatest)))
      #expect(relativeError(exponentials, powers) < 2e-7)
      for score in scores {
        let expected = log(sum) + greatest - Double(score)
        #expect(abs(result.crossEntropy(ofScore: score) - expected) < 4e-7 * (1 + expected))
      }
      let (values, range) = Self.framed(scores)
      let alone = LogSumExp(of: values.span, in: range)
      #expect(alone.sum == result.sum && alone.maximum == result.maximum)
    }
  }

  @Test("NaN and infinite scores", arguments: [3, 11])
  func strangers(count: Int) {
    let scores = [Float](repeating: 1, count: count)
    for place in [0, count - 1] {
      var nan = scores
      nan[place] = .nan
      #expect(Self.reduced(nan).0.value.isNaN)
      var infinite = scores
      infinite[place] = .infinity
      #expect(Self.reduced(infinite).0.value.isNaN)
      var impossible = scores
      impossible[place] = -.infinity
      let (result, exponentials) = Self.reduced(impossible)
      #expect(result.sum == Float(count - 1) && exponentials[place] == 0)
      #expect(result.crossEntropy(ofScore: -.infinity) == .infinity)
    }
    #expect(Self.reduced([Float](repeating: -.infinity, count: count)).0.value.isNaN)
  }
}
