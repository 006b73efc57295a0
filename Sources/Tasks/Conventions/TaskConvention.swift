/// A task with what its labels and predictions mean.
///
/// A network predicts what it was trained on, so this belongs to the description of a model. It
/// decides how stored labels are decoded, which pixels count, and which loss is taken.
public struct TaskConvention: Hashable, Sendable {
  /// The meaning of a prediction.
  public enum Target: Hashable, Sendable {
    /// Scores of `count` classes; the loss of a pixel may be weighted by its true class.
    case classes(count: Int, weights: [Float]?)
    /// A vector of three components, of which only the direction counts.
    case normals(NormalsEncoding)
    /// One distance.
    case depth(DepthEncoding)
    /// The strength of a detector, in -1...1; 255 is padding.
    case response
  }

  /// A label's value that stands for "no class" and for pixels that padding added.
  public static let padding: Float = 255

  /// The task.
  public let task: DenseTask
  /// The meaning of its predictions.
  public let target: Target

  init(_ task: DenseTask, _ target: Target) {
    self.task = task
    self.target = target
  }

  /// Semantic segmentation.
  /// - Parameters:
  ///   - classes: number of classes, 1...255 (the label 255 means "ignored").
  ///   - weights: the weight of every class, finite and not negative, at least one positive;
  ///     pixels whose class has weight 0 are ignored. Without weights all pixels count the same.
  /// - Throws: ``TaskConventionError``.
  public static func segmentation(
    classes: Int, weights: [Float]? = nil
  ) throws(TaskConventionError) -> TaskConvention {
    guard 1...255 ~= classes else { throw .classCount(classes) }
    if let weights {
      guard weights.count == classes else {
        throw .classWeightCount(expected: classes, found: weights.count)
      }
      for (index, weight) in weights.enumerated() where !(weight >= 0 && weight.isFinite) {
        throw .classWeight(class: index, found: weight)
      }
      guard weights.contains(where: { $0 > 0 }) else { throw .noPositiveClassWeight }
    }
    return TaskConvention(.segmentation, .classes(count: classes, weights: weights))
  }

  /// Surface normals.
  public static func normals(_ encoding: NormalsEncoding) -> TaskConvention {
    TaskConvention(.normals, .normals(encoding))
  }

  /// Depth.
  public static func depth(_ encoding: DepthEncoding) -> TaskConvention {
    TaskConvention(.depth, .depth(encoding))
  }

  /// 2-D keypoints.
  public static let keypoints = TaskConvention(.keypoints, .response)

  /// Texture edges.
  public static let edges = TaskConvention(.edges, .response)

  /// The tasks of NYUv2 in canonical order: 40 classes, normals as said, depth in metres.
  public static func nyuv2(normals: NormalsEncoding = .rawBGR) -> [TaskConvention] {
    [
      TaskConvention(.segmentation, .classes(count: 40, weights: nil)), .normals(normals),
      .depth(.metres),
    ]
  }

  /// The tasks of Taskonomy in canonical order: 17 weighted classes, decoded normals, logarithmic
  /// depth, keypoints and edges.
  /// - Throws: ``TaskConventionError`` unless there are 17 usable weights.
  public static func taskonomy(
    classWeights: [Float]
  ) throws(TaskConventionError) -> [TaskConvention] {
    [
      try .segmentation(classes: 17, weights: classWeights), .normals(.decoded),
      .depth(.logarithmic), .keypoints, .edges,
    ]
  }

  /// Channels of a prediction.
  public var predictionChannels: Int {
    switch target {
    case .classes(let count, _): count
    case .normals: 3
    case .depth, .response: 1
    }
  }

  /// Channels of a label.
  public var labelChannels: Int {
    if case .normals = target { 3 } else { 1 }
  }

  /// Whether a label is unusable without a mask of its valid pixels.
  public var requiresMask: Bool {
    target == .normals(.decoded) || target == .depth(.logarithmic)
  }
}
