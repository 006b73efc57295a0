/// The benchmark whose stored values a synthetic room imitates.
public enum RoomStyle: String, CaseIterable, Hashable, Sendable {
  /// NYUv2: classes 0...39 with 255 for ignored pixels, depth in metres as floats with 0 for holes,
  /// normals of (255, 255, 255) where they are unknown.
  case nyuv2
  /// Taskonomy: classes 1...17 with 0 for uncertain pixels, depth in 1/512 m with 65535 for holes,
  /// normals of (128, 128, 128) where they are unknown.
  case taskonomy
}
