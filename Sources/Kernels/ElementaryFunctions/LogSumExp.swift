/// log(sum of exp(s_i)) over the scores of one pixel, kept as the greatest score m and the sum of
/// exp(s_i - m), from which the softmax and the cross entropy follow without overflow.
///
/// - A NaN or an infinite greatest score makes ``sum`` NaN, and with it everything derived.
/// - Scores of -infinity beside finite ones count as probability zero.
public struct LogSumExp: Sendable {
  /// The greatest score; NaN scores are passed over.
  public let maximum: Float
  /// The sum of exp(score - maximum), at least 1: eight partial sums, combined in a fixed order.
  public let sum: Float

  /// Reduces the scores in `range`.
  /// - Complexity: O(count), no allocation.
  /// - Precondition: `range` is not empty and lies inside of `scores`.
  public init(of scores: Span<Float>, in range: Range<Int>) {
    maximum = greatest(of: scores, in: range)
    var sums = Lanes.zero
    for index in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
      let lanes = scores.lanes(at: index, in: range, filler: -.infinity)
      sums += exponential(lanes - maximum)
    }
    sum = total(of: sums)
  }

  /// Reduces the scores in `range` and writes exp(score - ``maximum``) to the same places of
  /// `exponentials`: divided by ``sum`` they are the softmax.
  /// - Complexity: O(count), no allocation.
  /// - Precondition: `range` is not empty and lies inside of both spans.
  public init(
    of scores: Span<Float>, in range: Range<Int>, exponentials: inout MutableSpan<Float>
  ) {
    precondition(
      range.upperBound <= exponentials.count, "\(range) outside of \(exponentials.count) results")
    maximum = greatest(of: scores, in: range)
    var sums = Lanes.zero
    for index in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
      let lanes = scores.lanes(at: index, in: range, filler: -.infinity)
      let powers = exponential(lanes - maximum)
      exponentials.store(powers, at: index, in: range)
      sums += powers
    }
    sum = total(of: sums)
  }

  /// log(sum of exp(s_i)).
  public var value: Float { maximum + logarithm(sum) }

  /// -log softmax of one of the scores: the cross entropy of its class.
  public func crossEntropy(ofScore score: Float) -> Double {
    Double(logarithm(sum)) + (Double(maximum) - Double(score))
  }
}

/// The greatest number in `range`, -infinity when there is none.
@inline(__always)
private func greatest(of scores: Span<Float>, in range: Range<Int>) -> Float {
  precondition(
    !range.isEmpty && range.lowerBound >= 0 && range.upperBound <= scores.count,
    "scores \(range) of \(scores.count)")
  var maxima = Lanes(repeating: -.infinity)
  for index in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
    let lanes = scores.lanes(at: index, in: range, filler: -.infinity)
    maxima.replace(with: lanes, where: lanes .> maxima)
  }
  let four = maxima.lowHalf.replacing(
    with: maxima.highHalf, where: maxima.highHalf .> maxima.lowHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
  return two[1] > two[0] ? two[1] : two[0]
}

/// The sum of eight partial sums, by halves.
@inline(__always)
private func total(of sums: Lanes) -> Float {
  let four = sums.lowHalf + sums.highHalf
  let two = four.lowHalf + four.highHalf
  return two[0] + two[1]
}
