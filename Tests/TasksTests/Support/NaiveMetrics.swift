import Foundation
import Tasks

/// The metrics written down once more, from lists of all pixels and without any care for speed.
struct NaiveMetrics {
  /// A pixel of a label beside the prediction it is compared with.
  struct Pixel {
    var label: [Double]
    var prediction: [Double]
    var isUnmasked: Bool
  }

  var convention: TaskConvention
  /// The pixels of every image.
  var images: [[Pixel]]

  init(_ samples: [MetricSample]) {
    convention = samples[0].convention
    images = samples.map { sample in
      let (labels, channels) = (
        sample.convention.labelChannels, sample.convention.predictionChannels
      )
      let (height, width) = sample.labelSize
      return (0..<height * width).map { pixel in
        let row = (pixel / width) * sample.predictionSize.height / height
        let column = (pixel % width) * sample.predictionSize.width / width
        let source = row * sample.predictionSize.width + column
        return Pixel(
          label: sample.label[pixel * labels..<(pixel + 1) * labels].map { Double($0) },
          prediction: sample.prediction[source * channels..<(source + 1) * channels].map {
            Double($0)
          },
          isUnmasked: sample.mask.map { Int($0[pixel]) == 1 } ?? true)
      }
    }
  }

  func value(_ metric: Metric, _ mode: MetricMode) -> Double? {
    let valid = images.map { $0.filter { isValid($0, mode) } }
    let pooled = valid.flatMap { $0 }
    let pixelMeans = { (value: (Pixel) -> Double) -> Double? in
      // Published errors are means of means.
      let means = (mode == .paper ? valid : [pooled]).map { Self.mean($0.map(value)) }
      return means.contains { $0 == nil } ? nil : Self.mean(means.compactMap { $0 })
    }
    func percent(_ isRight: (Pixel) -> Bool) -> Double? {
      Self.mean(pooled.map { isRight($0) ? 100 : 0 })
    }
    switch metric {
    case .meanIntersectionOverUnion: return overlap(pooled, mode)
    case .pixelAccuracy:
      return pixelMeans { $0.label[0] == Double(Self.winner($0.prediction)) ? 1 : 0 }
    case .crossEntropy: return weightedEntropy(valid)
    case .cosineSimilarity: return Self.mean(pooled.map(Self.cosine))
    case .meanAngle: return Self.mean(pooled.map(Self.angle))
    case .medianAngle: return Self.median(pooled.map(Self.angle))
    case .narrowAngles: return percent { Self.angle($0) <= 11.25 }
    case .middleAngles: return percent { Self.angle($0) <= 22.5 }
    case .wideAngles: return percent { Self.angle($0) <= 30 }
    case .absoluteError, .keypointError, .edgeError:
      return pixelMeans { abs($0.prediction[0] - $0.label[0]) }
    case .relativeError: return pixelMeans { abs($0.prediction[0] - $0.label[0]) / $0.label[0] }
    case .narrowRatios: return percent { Self.isWithin(1.25, $0, mode) }
    case .middleRatios: return percent { Self.isWithin(1.25 * 1.25, $0, mode) }
    case .wideRatios: return percent { Self.isWithin(1.25 * 1.25 * 1.25, $0, mode) }
    case .loss: return nil
    }
  }

  private func isValid(_ pixel: Pixel, _ mode: MetricMode) -> Bool {
    switch convention.target {
    case .classes: pixel.label[0] != 255 && (mode == .paper || pixel.isUnmasked)
    case .normals:
      pixel.label.allSatisfy { $0 != 255 } && pixel.isUnmasked
        && (mode == .paper || pixel.label.contains { $0 != 0 })
    case .depth(.metres): pixel.label[0] > 3e-5 && pixel.isUnmasked
    case .depth(.logarithmic), .response: pixel.label[0] != 255 && pixel.isUnmasked
    }
  }

  private func overlap(_ pixels: [Pixel], _ mode: MetricMode) -> Double? {
    guard case .classes(let count, _) = convention.target else { return nil }
    var ratios: [Double] = []
    for index in 0..<count {
      let truth = pixels.map { $0.label[0] == Double(index) }
      let found = pixels.map { Self.winner($0.prediction) == index }
      let both = zip(truth, found).count { $0 && $1 }
      let either = zip(truth, found).count { $0 || $1 }
      if mode == .paper ? both > 0 : either > 0 { ratios.append(Double(both) / Double(either)) }
    }
    return Self.mean(ratios)
  }

  private func weightedEntropy(_ images: [[Pixel]]) -> Double? {
    guard case .classes(_, let weights) = convention.target else { return nil }
    return Self.mean(
      images.map { pixels in
        var (sum, total) = (0.0, 0.0)
        for pixel in pixels {
          let weight = Double(weights?[Int(pixel.label[0])] ?? 1)
          let exponentials = pixel.prediction.map { exp($0) }.reduce(0, +)
          sum += weight * (log(exponentials) - pixel.prediction[Int(pixel.label[0])])
          total += weight
        }
        return sum / total
      })
  }

  private static func isWithin(_ limit: Double, _ pixel: Pixel, _ mode: MetricMode) -> Bool {
    let (found, truth) = (pixel.prediction[0], pixel.label[0])
    return max(found / truth, truth / found) <= limit && (mode == .paper || found > 0)
  }

  private static func winner(_ scores: [Double]) -> Int {
    scores.firstIndex(of: scores.max() ?? 0) ?? 0
  }

  static func cosine(_ pixel: Pixel) -> Double {
    func length(_ v: [Double]) -> Double { v.map { $0 * $0 }.reduce(0, +).squareRoot() }
    let lengths = length(pixel.prediction) * length(pixel.label)
    let product = zip(pixel.prediction, pixel.label).map { $0 * $1 }.reduce(0, +)
    return lengths == 0 ? 0 : max(-1, min(1, product / lengths))
  }

  static func angle(_ pixel: Pixel) -> Double { acos(cosine(pixel)) * 180 / .pi }

  static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  static func median(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
