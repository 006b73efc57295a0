/// A dense-prediction task: one value, class or vector for every pixel.
///
/// The raw values are the names that the published checkpoints and data sets use; the order of
/// `allCases` is the canonical one, in which tasks are numbered in tree layouts and results.
public enum DenseTask: String, CaseIterable, Hashable, Sendable, Codable {
  /// The semantic class of every pixel.
  case segmentation = "segment_semantic"
  /// The direction in which the visible surface faces.
  case normals = "normal"
  /// The distance from the camera along the optical axis.
  case depth = "depth_zbuffer"
  /// The strength of a 2-D keypoint detector.
  case keypoints = "keypoints2d"
  /// The strength of a texture edge detector.
  case edges = "edge_texture"
}

extension DenseTask: Comparable {
  /// Position in the canonical order, from 0.
  public var canonicalIndex: Int {
    switch self {
    case .segmentation: 0
    case .normals: 1
    case .depth: 2
    case .keypoints: 3
    case .edges: 4
    }
  }

  /// Whether `lhs` comes first in the canonical order.
  public static func < (lhs: DenseTask, rhs: DenseTask) -> Bool {
    lhs.canonicalIndex < rhs.canonicalIndex
  }
}
