internal import COneDNN
internal import ComputePlatform

/// The instruction sets for which oneDNN has code of its own.
///
/// Results may differ in rounding from one to the next, so ranks agree on one before first use.
public enum InstructionSet: Int, CaseIterable, Comparable, Sendable, CustomStringConvertible {
  /// 128-bit vectors.
  case sse41
  /// 256-bit vectors without integers.
  case avx
  /// 256-bit vectors.
  case avx2
  /// 512-bit vectors.
  case avx512
  /// 512-bit vectors with 8-bit dot products.
  case avx512VNNI
  /// 512-bit vectors with bfloat16 dot products.
  case avx512BFloat16
  /// Tiles.
  case amx

  /// oneDNN's name.
  public var description: String {
    switch self {
    case .sse41: "SSE4.1"
    case .avx: "AVX"
    case .avx2: "AVX2"
    case .avx512: "AVX-512"
    case .avx512VNNI: "AVX-512 VNNI"
    case .avx512BFloat16: "AVX-512 BF16"
    case .amx: "AMX"
    }
  }

  /// Orders from narrow to wide.
  public static func < (a: InstructionSet, b: InstructionSet) -> Bool { a.rawValue < b.rawValue }

  var code: dnnl_cpu_isa_t {
    switch self {
    case .sse41: dnnl_cpu_isa_sse41
    case .avx: dnnl_cpu_isa_avx
    case .avx2: dnnl_cpu_isa_avx2
    case .avx512: dnnl_cpu_isa_avx512_core
    case .avx512VNNI: dnnl_cpu_isa_avx512_core_vnni
    case .avx512BFloat16: dnnl_cpu_isa_avx512_core_bf16
    case .amx: dnnl_cpu_isa_avx512_core_amx
    }
  }

  /// The widest set that this processor has. Unlike ``effective`` it fixes nothing.
  public static var widest: InstructionSet {
    InstructionSet(rawValue: Processor.vectorLevel) ?? .sse41
  }

  /// The widest set that oneDNN uses on this processor, under the cap if one was set.
  ///
  /// The first call fixes it for the rest of the process: ``cap(at:)`` fails afterwards.
  public static var effective: InstructionSet {
    let code = dnnl_get_effective_cpu_isa().rawValue
    // The codes are bit masks that grow with the set.
    return allCases.last { $0.code.rawValue & code == $0.code.rawValue } ?? .sse41
  }

  /// Keeps oneDNN from using anything wider.
  /// - Throws: ``DNNError`` when oneDNN was already used, or was built without the control.
  public static func cap(at level: InstructionSet) throws(DNNError) {
    try check(
      dnnl_set_max_cpu_isa(level.code), "dnnl_set_max_cpu_isa",
      "limiting the instruction set to \(level)")
  }
}
