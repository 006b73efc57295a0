/// A picture of a furnished room with its labels, as the imitated benchmark stores them.
///
/// All arrays have their rows from the top and their pixels from the left.
public struct RenderedRoom: Hashable, Sendable {
  /// Depth values of a style.
  public enum Depth: Hashable, Sendable {
    /// NYUv2: metres along the optical axis; 0 is a hole.
    case metres([Float])
    /// Taskonomy: 1/512 m along the optical axis; 65535 is a hole.
    case fixedPoint([UInt16])
  }

  /// Rows and columns of everything.
  public let size: RoomImageSize
  /// The benchmark that is imitated.
  public let style: RoomStyle
  /// The picture, (height, width, 3), RGB.
  public let image: [UInt8]
  /// Class numbers, (height, width).
  public let segmentation: [UInt8]
  /// Surface normals, (height, width, 3): component c is stored as (c + 1) / 2 * 255.
  ///
  /// In the camera's frame, along the axes of the imitated benchmark: NYUv2 has red to the right,
  /// green away from the camera and blue up; Taskonomy red to the right, green down and blue away
  /// from the camera. No component of a known normal is stored as 255, since the published NYUv2
  /// loader takes every pixel with a 255 for unknown.
  public let normals: [UInt8]
  /// Distance along the optical axis, (height, width), with the noise and holes of a sensor.
  public let depth: Depth
  /// Response of a 2-D keypoint detector to the picture in 1/65536, (height, width).
  public let keypoints: [UInt16]
  /// Strength of the picture's edges in 1/65536, (height, width).
  public let edges: [UInt16]
}
