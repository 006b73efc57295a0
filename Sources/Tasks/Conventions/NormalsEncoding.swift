/// How a network was taught to express surface normals.
public enum NormalsEncoding: String, CaseIterable, Hashable, Sendable, Codable {
  /// The stored bytes 0...255 in the order blue, green, red, not mapped to a direction: what the
  /// published NYUv2 networks predict, up to length. Any channel at 255 makes a pixel invalid.
  case rawBGR = "raw-bgr"
  /// Components x, y, z in -1...1. A mask says which pixels are valid; 255 is padding.
  case decoded
}
