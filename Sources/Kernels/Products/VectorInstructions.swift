internal import CKernels

/// The vector instructions that products of matrices may use.
///
/// Bytes of results in single precision do not depend on them.
public enum VectorInstructions: Hashable, Sendable {
  /// 256-bit vectors with fused multiplication and addition.
  case avx2
  /// 512-bit vectors.
  case avx512
  /// 512-bit vectors with dot products of bfloat16.
  case avx512BFloat16
}

extension VectorInstructions {
  /// As C has them.
  var code: equipoise_vectors {
    switch self {
    case .avx2: EQUIPOISE_AVX2
    case .avx512: EQUIPOISE_AVX512
    case .avx512BFloat16: EQUIPOISE_AVX512_BF16
    }
  }
}
