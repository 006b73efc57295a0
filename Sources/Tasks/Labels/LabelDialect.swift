/// How a benchmark stores its labels.
///
/// Taskonomy's definitions follow its published loader: depth is put on a logarithmic scale,
/// keypoints and edges are clipped and stretched to -1...1, and the depth's mask is the normals'
/// as well.
public enum LabelDialect: String, CaseIterable, Hashable, Sendable, Codable {
  /// Segmentation u8, 255 ignored; normals u8 RGB, (255,255,255) and (127,127,127) invalid; depth
  /// float metres, 0 where there is none.
  case nyuv2
  /// Segmentation u8, class + 1, 0 uncertain; normals u8 RGB, (128,128,128) invalid; depth u16
  /// in 1/512 m, ``depthLimit`` and above invalid; keypoints and edges u16 in 1/65536.
  case taskonomy

  /// Stored Taskonomy depth from which on a pixel is invalid.
  public static let depthLimit: UInt16 = 64_500
  /// Detector response of Taskonomy keypoints that becomes 1; all above are clipped to it.
  public static let keypointCeiling: Float = 0.005
  /// Detector response of Taskonomy edges that becomes 1; all above are clipped to it.
  public static let edgeCeiling: Float = 0.08

  /// The tasks that the benchmark has labels for, in canonical order.
  public var tasks: [DenseTask] {
    switch self {
    case .nyuv2: [.segmentation, .normals, .depth]
    case .taskonomy: [.segmentation, .normals, .depth, .keypoints, .edges]
    }
  }
}
