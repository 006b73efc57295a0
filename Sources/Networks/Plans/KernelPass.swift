import DeepLearningPrimitives
import Kernels

/// A convolution or its input gradient by a kernel of ours that goes along the taps.
struct KernelPass {
  /// Computes an image.
  let kernel: any ConvolutionKernel
  /// How the kernel wants its filters.
  let arrangement: NetworkWeights.Arrangement
  /// Number format of the factors.
  let type: NumberType
  /// What the kernel is called in tables.
  let implementation: String
  /// Number of images.
  let images: Int
}

extension VectorInstructions {
  /// The widest ones that the ranks have agreed on.
  static var effective: VectorInstructions {
    switch InstructionSet.effective {
    case .sse41, .avx, .avx2: .avx2
    case .avx512, .avx512VNNI: .avx512
    case .avx512BFloat16, .amx: .avx512BFloat16
    }
  }
}
