internal import Kernels

/// What the scores of every pixel of a segmentation come to. Keeps its memory.
struct ScoreReduction {
  /// The class with the greatest score.
  private(set) var winners: [Int32] = []
  /// Whether no score is NaN.
  private(set) var areNumbers: [Bool] = []
  /// The greatest score; with ``logarithms`` the logarithm of the sum of exponentials.
  private(set) var greatest: [Double] = []
  /// The logarithm of the sum of the exponentials of the scores less the greatest.
  private(set) var logarithms: [Double] = []
  /// Whether no score of any pixel is NaN.
  private(set) var areAllNumbers = true

  /// Reduces the scores of all pixels.
  mutating func reduce(_ prediction: Span<Float>, pixelCount: Int, classCount: Int) {
    winners.removeAll(keepingCapacity: true)
    areNumbers.removeAll(keepingCapacity: true)
    greatest.removeAll(keepingCapacity: true)
    logarithms.removeAll(keepingCapacity: true)
    areAllNumbers = true
    for pixel in 0..<pixelCount {
      let scores = pixel * classCount..<(pixel + 1) * classCount
      let reduced = LogSumExp(of: prediction, in: scores)
      greatest.append(Double(reduced.maximum))
      logarithms.append(Double(logarithm(reduced.sum)))
      let winner = Self.winner(prediction, scores)
      winners.append(Int32(winner - scores.lowerBound))
      let isNumber = !prediction[winner].isNaN
      areNumbers.append(isNumber)
      areAllNumbers = areAllNumbers && isNumber
    }
  }

  /// The place of the first NaN, or else of the first of the greatest scores, as PyTorch has it.
  private static func winner(_ prediction: Span<Float>, _ scores: Range<Int>) -> Int {
    var winner = scores.lowerBound
    for place in scores {
      let score = prediction[place]
      if score.isNaN { return place }
      if score > prediction[winner] { winner = place }
    }
    return winner
  }
}
