import Foundation
import Tasks
import TensorCore
import Testing

/// One entry of Fixtures/losses.json, which Fixtures/make_losses.py writes.
struct GoldenLoss: Decodable, CustomTestStringConvertible, Sendable {
  var name: String
  var task: DenseTask
  var encoding: String?
  var classes: Int
  var weights: [Float]?
  var batch: Int
  var predictionSize: [Int]
  var labelSize: [Int]
  var prediction: [Float]
  var label: [Float]
  var mask: [Float]?
  var validCounts: [Int]
  var losses: [Double]
  var pooledLoss: Double
  var gradients: [Double]
  var pooledGradient: [Double]

  static let all: [GoldenLoss] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/losses.json")
    do {
      return try JSONDecoder().decode([GoldenLoss].self, from: Data(contentsOf: file))
    } catch {
      Issue.record("\(file.path): \(error)")
      return []
    }
  }()

  var testDescription: String { name }

  func convention() throws -> TaskConvention {
    switch task {
    case .segmentation: try .segmentation(classes: classes, weights: weights)
    case .normals: .normals(try #require(NormalsEncoding(rawValue: encoding ?? "")))
    case .depth: .depth(try #require(DepthEncoding(rawValue: encoding ?? "")))
    case .keypoints: .keypoints
    case .edges: .edges
    }
  }

  func taskLabel() throws -> TaskLabel {
    let convention = try convention()
    let shape = TensorShape(
      batch: batch, height: labelSize[0], width: labelSize[1],
      channels: convention.labelChannels)
    return try TaskLabel(convention, shape: shape, values: label, mask: mask)
  }

  func targets() throws -> [PreparedTarget] {
    let label = try taskLabel()
    return try (0..<batch).map {
      try label.prepared(image: $0, height: predictionSize[0], width: predictionSize[1])
    }
  }

  /// The part of an array over the batch that belongs to one image.
  func part<Element>(_ values: [Element], _ image: Int) -> [Element] {
    let count = values.count / batch
    return Array(values[image * count..<(image + 1) * count])
  }

  /// The same labels for the naive losses; resized with integer arithmetic, exact at these sizes.
  func naive(_ image: Int) throws -> NaiveLoss {
    let convention = try convention()
    let channels = convention.labelChannels
    let pixels = (0..<predictionSize[0]).flatMap { row in
      (0..<predictionSize[1]).map { column in
        (image * labelSize[0] + row * labelSize[0] / predictionSize[0]) * labelSize[1]
          + column * labelSize[1] / predictionSize[1]
      }
    }
    return NaiveLoss(
      convention: convention,
      label: pixels.map { Array(label[$0 * channels..<($0 + 1) * channels]) },
      mask: mask.map { mask in pixels.map { mask[$0] } })
  }
}

extension PreparedTarget {
  /// Loss and gradient in an array that held something else before.
  func lossAndGradient(
    _ prediction: [Float], weight: Double = 1, pooledDenominator: Double? = nil
  ) -> (loss: LossSum, gradient: [Float]) {
    var gradient = [Float](repeating: 1e9, count: prediction.count)
    var span = gradient.mutableSpan
    let loss = loss(
      of: prediction.span, weight: weight, pooledDenominator: pooledDenominator, gradient: &span)
    return (loss, gradient)
  }
}
