import DeepLearningPrimitives
import Kernels

/// A convolution and its input gradient as products of packed matrices.
struct PackedProducts {
  let shape: ConvolutionShape
  let type: NumberType
  let forward: PackedConvolution
  let backward: PackedConvolution

  /// Prepares both directions.
  init(_ shape: ConvolutionShape, type: NumberType) {
    self.shape = shape
    self.type = type
    typealias Axis = PackedConvolution.Axis
    func axis(
      _ side: KeyPath<ConvolutionShape.Pair, Int>, _ make: (Int, Int, Int, Int, Int, Int) -> Axis
    ) -> Axis {
      make(
        shape.input[keyPath: side], shape.output[keyPath: side], shape.kernel[keyPath: side],
        shape.stride[keyPath: side], shape.padding[keyPath: side], shape.dilation[keyPath: side])
    }
    func convolution(
      _ make: (Int, Int, Int, Int, Int, Int) -> Axis, from: Int, to: Int
    ) -> PackedConvolution {
      PackedConvolution(
        rows: axis(\.height, make), columns: axis(\.width, make), inputChannels: from,
        outputChannels: to, factors: type == .bfloat16 ? .rounded : .single,
        instructions: .effective)
    }
    forward = convolution(
      Axis.forward, from: shape.inputChannels, to: shape.outputChannels)
    backward = convolution(
      Axis.backward, from: shape.outputChannels, to: shape.inputChannels)
  }

  /// Channels from which it is worth while: a row of a block then is one tap's.
  private static let smallestChannelCount = 128

  /// Whether it is faster than the library: a rule on the shape, no timing.
  ///
  /// Taps far apart: there many rows of a part lie outside for many taps and are left out. For single
  /// taps the library is nearer to the processor's peak (measured: 5 to 15 %).
  static func pays(for shape: ConvolutionShape) -> Bool {
    typealias Pair = ConvolutionShape.Pair
    guard shape.groups == 1, shape.stride == Pair(1, 1) else { return false }
    return min(shape.kernel.height, shape.kernel.width) > 1
      && min(shape.dilation.height, shape.dilation.width) > 1
      && min(shape.inputChannels, shape.outputChannels) >= smallestChannelCount
  }
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
