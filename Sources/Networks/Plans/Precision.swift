import DeepLearningPrimitives

/// Number format of the factors inside convolutions; everything else is single precision.
public enum Precision: String, CaseIterable, Hashable, Sendable, Codable {
  /// Single precision throughout.
  case float32 = "f32"
  /// Factors rounded to bfloat16, sums in single precision: for the passes of an attack, never for
  /// an evaluation.
  case bfloat16 = "bf16"

  /// Whether this processor multiplies numbers of the format.
  public var isAvailable: Bool {
    switch self {
    case .float32: true
    case .bfloat16: InstructionSet.effective >= .avx512BFloat16
    }
  }

  /// The library's name for it.
  var numberType: NumberType { self == .bfloat16 ? .bfloat16 : .float32 }
}
