import Foundation
import Tasks
import Testing

/// One entry of Fixtures/metrics.json, which Fixtures/make_metrics.py writes.
struct GoldenMetrics: Decodable, CustomTestStringConvertible, Sendable {
  /// One task: two predictions, clean and attacked, of the same labels.
  struct Task: Decodable, Sendable {
    var task: DenseTask
    var encoding: String
    var label: [Float]
    var mask: [Float]?
    var predictions: [[Float]]
    var unrounded: [[String: Double]]
    var rounded: [[String: Double]]
    var relative: Double
  }

  var benchmark: LabelDialect
  var images: Int
  var predictionSize: [Int]
  var labelSize: [Int]
  var classes: Int
  var weights: [Float]?
  var tasks: [Task]
  var average: Double

  static let all: [GoldenMetrics] = decoded("metrics.json")
  var testDescription: String { benchmark.rawValue }

  /// The contents of a file of fixtures.
  static func decoded<Value: Decodable>(_ name: String) -> [Value] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(name)")
    do {
      return try JSONDecoder().decode([Value].self, from: Data(contentsOf: file))
    } catch {
      Issue.record("\(file.path): \(error)")
      return []
    }
  }

  func convention(_ task: Task) throws -> TaskConvention {
    switch task.task {
    case .segmentation: try .segmentation(classes: classes, weights: weights)
    case .normals: .normals(try #require(NormalsEncoding(rawValue: task.encoding)))
    case .depth: .depth(try #require(DepthEncoding(rawValue: task.encoding)))
    case .keypoints: .keypoints
    case .edges: .edges
    }
  }

  func samples(_ task: Task, _ prediction: [Float]) throws -> [MetricSample] {
    let convention = try convention(task)
    func part(_ values: [Float], _ image: Int) -> [Float] {
      let count = values.count / images
      return Array(values[image * count..<(image + 1) * count])
    }
    return (0..<images).map { image in
      var sample = MetricSample(
        convention, prediction: part(prediction, image), label: part(task.label, image),
        mask: task.mask.map { part($0, image) })
      sample.predictionSize = (predictionSize[0], predictionSize[1])
      sample.labelSize = (labelSize[0], labelSize[1])
      return sample
    }
  }
}
