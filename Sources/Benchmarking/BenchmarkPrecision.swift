/// Number formats of an attack's passes.
public enum BenchmarkPrecision: String, CaseIterable, Hashable, Sendable, Codable {
  /// 32-bit floating point.
  case float32 = "f32"
  /// bfloat16 products with 32-bit sums.
  case bfloat16 = "bf16"

  /// Whether execution plans compute in this format.
  public var isAvailable: Bool { self == .float32 }
}
