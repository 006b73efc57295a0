import DeepLearningPrimitives
import Kernels

/// Which kernels of ours compute a convolution: a rule on shapes, no timing.
///
/// - Depthwise convolutions go along the channels.
/// - The gradient of an image of few channels goes along the channels of the output's gradient.
/// - Single taps, strides, and taps far apart, of which many lie outside, are products of packed
///   matrices.
struct KernelRule {
  let shape: ConvolutionShape
  let type: NumberType

  /// Channels from which taps far apart are worth while: a row of a block then is one tap's.
  private static let smallestChannelCount = 128

  /// The forward pass; nil where the library computes it.
  var forward: KernelPass? {
    if isDepthwise { return depthwise(ConvolutionAxis.forward) }
    guard isProduct else { return nil }
    return packed(
      ConvolutionAxis.forward, from: shape.inputChannels, to: shape.outputChannels, .panels)
  }

  /// The input gradient; nil where the library computes it.
  var gradient: KernelPass? {
    if isDepthwise { return depthwise(ConvolutionAxis.backward) }
    if isOfFewChannels {
      let kernel = FewChannelGradient(
        rows: axis(\.height, ConvolutionAxis.backward),
        columns: axis(\.width, ConvolutionAxis.backward), channels: shape.inputChannels,
        outputs: shape.outputChannels, instructions: .effective)
      return KernelPass(
        kernel: kernel, arrangement: .taps, type: .float32, implementation: "few channels",
        images: shape.batch)
    }
    guard isProduct else { return nil }
    return packed(
      ConvolutionAxis.backward, from: shape.outputChannels, to: shape.inputChannels,
      .transposedPanels)
  }

  private var isDepthwise: Bool {
    shape.groups == shape.inputChannels && shape.groups == shape.outputChannels
      && shape.groups > 1 && shape.groups % 8 == 0
      && max(shape.kernel.height, shape.kernel.width) <= DepthwiseConvolution.largestKernel
  }

  private var isOfFewChannels: Bool {
    shape.groups == 1 && shape.inputChannels <= FewChannelGradient.mostChannels
      && shape.outputChannels % 16 == 0
      && max(shape.kernel.height, shape.kernel.width) <= FewChannelGradient.largestKernel
  }

  private var isProduct: Bool {
    typealias Pair = ConvolutionShape.Pair
    guard shape.groups == 1 else { return false }
    if shape.kernel == Pair(1, 1) || shape.stride != Pair(1, 1) { return true }
    return min(shape.kernel.height, shape.kernel.width) > 1
      && min(shape.dilation.height, shape.dilation.width) > 1
      && min(shape.inputChannels, shape.outputChannels) >= Self.smallestChannelCount
  }

  private typealias MakeAxis = (Int, Int, Int, Int, Int, Int) -> ConvolutionAxis

  private func axis(
    _ side: KeyPath<ConvolutionShape.Pair, Int>, _ make: MakeAxis
  ) -> ConvolutionAxis {
    make(
      shape.input[keyPath: side], shape.output[keyPath: side], shape.kernel[keyPath: side],
      shape.stride[keyPath: side], shape.padding[keyPath: side], shape.dilation[keyPath: side])
  }

  private func depthwise(_ make: MakeAxis) -> KernelPass {
    let kernel = DepthwiseConvolution(
      rows: axis(\.height, make), columns: axis(\.width, make), channels: shape.groups,
      instructions: .effective)
    return KernelPass(
      kernel: kernel, arrangement: .taps, type: .float32, implementation: "depthwise",
      images: shape.batch)
  }

  private func packed(
    _ make: MakeAxis, from: Int, to: Int, _ arrangement: NetworkWeights.Arrangement
  ) -> KernelPass {
    let kernel = PackedConvolution(
      rows: axis(\.height, make), columns: axis(\.width, make), inputChannels: from,
      outputChannels: to, factors: type == .bfloat16 ? .bfloat16 : .single,
      instructions: .effective)
    return KernelPass(
      kernel: kernel, arrangement: arrangement, type: type, implementation: "packed products",
      images: shape.batch)
  }
}
