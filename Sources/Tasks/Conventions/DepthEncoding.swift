/// How a network was taught to express depth.
public enum DepthEncoding: String, CaseIterable, Hashable, Sendable, Codable {
  /// Metres; only values above ``smallestValidDepth`` are valid (NYUv2).
  case metres
  /// log(1 + d) / log(2^16) of the stored d, in units of 1/512 m, so 0...1; a mask says which
  /// pixels are valid; 255 is padding (Taskonomy).
  case logarithmic

  /// The greatest depth in metres that still means a hole in the measurement.
  public static let smallestValidDepth: Float = 3e-5
}
