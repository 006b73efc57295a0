internal import Kernels

/// Cross entropy of the softmax over the classes of a pixel.
enum CrossEntropyLoss {
  /// The sum over the pixels with a class of weight times cross entropy.
  static func sum(
    of prediction: Span<Float>, classes: Span<Int32>, weights: [Float]?, channels: Int
  ) -> Double {
    var sum = 0.0
    for pixel in 0..<classes.count where classes[pixel] >= 0 {
      let label = Int(classes[pixel])
      let scores = pixel * channels..<(pixel + 1) * channels
      let weight = weights.map { Double($0[label]) } ?? 1
      sum +=
        weight
        * LogSumExp(of: prediction, in: scores)
        .crossEntropy(ofScore: prediction[scores.lowerBound + label])
    }
    return sum
  }

  /// The same; writes `factor` times the sum's gradient: weight times (softmax - one-hot).
  static func sum(
    of prediction: Span<Float>, classes: Span<Int32>, weights: [Float]?, channels: Int,
    factor: Double, gradient: inout MutableSpan<Float>
  ) -> Double {
    var sum = 0.0
    for pixel in 0..<classes.count {
      let scores = pixel * channels..<(pixel + 1) * channels
      guard classes[pixel] >= 0 else {
        for index in scores { gradient[index] = 0 }
        continue
      }
      let label = Int(classes[pixel])
      let weight = weights.map { Double($0[label]) } ?? 1
      let reduced = LogSumExp(of: prediction, in: scores, exponentials: &gradient)
      sum += weight * reduced.crossEntropy(ofScore: prediction[scores.lowerBound + label])
      // A pixel's gradient sums to zero. For the true class, minus the sum of the others keeps all
      // digits where the network is sure and softmax - 1 would cancel.
      let truth = scores.lowerBound + label
      gradient[truth] = 0
      let scale = Float(factor * weight / Double(reduced.sum))
      var others = 0.0
      for index in scores {
        gradient[index] *= scale
        others += Double(gradient[index])
      }
      gradient[truth] = Float(-others)
    }
    return sum
  }
}
