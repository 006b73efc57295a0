import Foundation
import Tasks

/// The losses written down once more, pixel by pixel in double precision, without any care for
/// speed: what the library is compared with, and differentiated by finite differences.
struct NaiveLoss {
  var convention: TaskConvention
  /// One entry for every pixel of the prediction, of one or three values.
  var label: [[Float]]
  var mask: [Float]?

  /// Weight of a pixel in the mean, 0 when it is not valid.
  func weight(_ pixel: Int) -> Double {
    let label = label[pixel]
    let isUnmasked = mask.map { Int($0[pixel]) == 1 } ?? true
    switch convention.target {
    case .classes(_, let weights):
      return label[0] == 255 ? 0 : Double(weights?[Int(label[0])] ?? 1)
    case .normals:
      return label.allSatisfy { $0 < 255 } && isUnmasked ? 1 : 0
    case .depth(.metres):
      return label[0] > 3e-5 && isUnmasked ? 1 : 0
    case .depth(.logarithmic), .response:
      return label[0] != 255 && isUnmasked ? 1 : 0
    }
  }

  /// Loss of one valid pixel.
  func loss(_ pixel: Int, _ prediction: [Double]) -> Double {
    switch convention.target {
    case .classes:
      let greatest = prediction.max() ?? 0
      let sum = prediction.map { exp($0 - greatest) }.reduce(0, +)
      return log(sum) + greatest - prediction[Int(label[pixel][0])]
    case .normals:
      let truth = label[pixel].map { Double($0) }
      func length(_ v: [Double]) -> Double { v.map { $0 * $0 }.reduce(0, +).squareRoot() }
      let lengths = length(prediction) * length(truth)
      return 1 - (lengths == 0 ? 0 : zip(prediction, truth).map { $0 * $1 }.reduce(0, +) / lengths)
    case .depth, .response:
      return abs(prediction[0] - Double(label[pixel][0]))
    }
  }

  /// The mean over the valid pixels.
  func value(_ prediction: [Double]) -> Double {
    let channels = convention.predictionChannels
    var numerator = 0.0
    var denominator = 0.0
    for pixel in label.indices where weight(pixel) > 0 {
      let values = Array(prediction[pixel * channels..<(pixel + 1) * channels])
      numerator += weight(pixel) * loss(pixel, values)
      denominator += weight(pixel)
    }
    return denominator == 0 ? 0 : numerator / denominator
  }

  /// Central differences.
  func gradient(_ prediction: [Double], step: Double = 1e-6) -> [Double] {
    prediction.indices.map { index in
      var moved = prediction
      moved[index] = prediction[index] + step
      let above = value(moved)
      moved[index] = prediction[index] - step
      return (above - value(moved)) / (2 * step)
    }
  }
}
