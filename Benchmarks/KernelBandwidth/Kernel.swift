import Kernels
import TensorCore

/// One kernel with the memory it moves.
struct Kernel: Sendable {
  let name: String
  /// Arrays of the working set that one pass reads.
  let reads: Int
  /// Arrays of the working set that one pass writes.
  let writes: Int
  /// Different arrays among them: what the caches have to hold.
  let footprint: Int
  /// One pass; the result keeps reductions from being optimised away.
  let run: @Sendable (inout MutableSpan<Float>, borrowing Inputs) -> Double

  private init(
    _ name: String, reads: Int, writes: Int, footprint: Int,
    run: @escaping @Sendable (inout MutableSpan<Float>, borrowing Inputs) -> Double
  ) {
    self.name = name
    self.reads = reads
    self.writes = writes
    self.footprint = footprint
    self.run = run
  }

  /// All one-pass kernels.
  static let all: [Kernel] = steps + sums + reductions + layers

  /// The valid values of a mean-subtracted image.
  private static let range = ChannelRange(
    lower: [-104.00698793, -116.66876762, -122.67891434],
    upper: [150.99301207, 138.33123238, 132.32108566])

  private static let steps = [
    Kernel("signed step", reads: 3, writes: 1, footprint: 3) { signedStep(&$0, $1, range: range) },
    Kernel("signed step, ball only", reads: 3, writes: 1, footprint: 3) {
      signedStep(&$0, $1, range: .unbounded)
    },
    Kernel("projection", reads: 2, writes: 1, footprint: 2) { output, inputs in
      let box = PerturbationBox(around: inputs.original.span, radius: PixelBudget(8), range: range)
      box.project(&output)
      return 0
    },
    Kernel("momentum step, ball", reads: 4, writes: 1, footprint: 4) {
      momentumStep(&$0, $1, intermediate: .ball)
    },
    Kernel("momentum step, ball and range", reads: 4, writes: 1, footprint: 4) {
      momentumStep(&$0, $1, intermediate: .ballAndRange)
    },
  ]

  private static let sums = [
    Kernel("scale", reads: 1, writes: 1, footprint: 1) { output, inputs in
      LinearCombination.scale(&output, by: -1)
      return 0
    },
    Kernel("add", reads: 2, writes: 1, footprint: 2) { output, inputs in
      LinearCombination.add(inputs.direction.span, to: &output)
      return 0
    },
    Kernel("subtract", reads: 2, writes: 1, footprint: 2) { output, inputs in
      LinearCombination.subtract(inputs.direction.span, from: &output)
      return 0
    },
    Kernel("weighted accumulation", reads: 2, writes: 1, footprint: 2) { output, inputs in
      LinearCombination.accumulate(inputs.direction.span, weight: 0.5, into: &output)
      return 0
    },
    Kernel("sign accumulation", reads: 2, writes: 1, footprint: 2) { output, inputs in
      LinearCombination.accumulateSigns(of: inputs.direction.span, into: &output)
      return 0
    },
    Kernel("weighted sum of 4", reads: 4, writes: 1, footprint: 5) { output, inputs in
      let weights: [Float] = [0.1, 0.2, 0.3, 0.4]
      LinearCombination.combine(inputs.stacked.span, weights: weights.span, into: &output)
      return 0
    },
  ]

  private static let reductions = [
    Kernel("sum", reads: 1, writes: 0, footprint: 1) { Reduction.sum($1.original.span) },
    Kernel("dot", reads: 2, writes: 0, footprint: 2) {
      Reduction.dot($1.original.span, $1.direction.span)
    },
    Kernel("L1 norm", reads: 1, writes: 0, footprint: 1) { Reduction.l1Norm($1.original.span) },
    Kernel("squared L2 norm", reads: 1, writes: 0, footprint: 1) {
      Reduction.squaredL2Norm($1.original.span)
    },
    Kernel("maximum magnitude", reads: 1, writes: 0, footprint: 1) {
      Double(Reduction.maximumMagnitude($1.original.span))
    },
    Kernel("non-finite count", reads: 1, writes: 0, footprint: 1) {
      Double(Reduction.nonFiniteCount($1.original.span))
    },
  ]

  private static let layers = [
    Kernel("ReLU", reads: 1, writes: 1, footprint: 1) { output, inputs in
      RectifiedLinear.apply(to: &output)
      return 0
    },
    Kernel("add and ReLU", reads: 2, writes: 1, footprint: 2) { output, inputs in
      RectifiedLinear.add(inputs.direction.span, to: &output)
      return 0
    },
    Kernel("ReLU6", reads: 1, writes: 1, footprint: 1) { output, inputs in
      ClampedLinear.apply(to: &output, lower: 0, upper: 6)
      return 0
    },
    Kernel("activation mask, applied", reads: 1, writes: 1, footprint: 1) { output, inputs in
      ActivationMask.apply(inputs.mask.span, to: &output)
      return 0
    },
    Kernel("affine, 64 channels", reads: 1, writes: 1, footprint: 1) { output, inputs in
      ChannelAffine.apply(to: &output, scale: inputs.parameters.span, shift: inputs.parameters.span)
      return 0
    },
    Kernel("affine backward, 64 channels", reads: 1, writes: 1, footprint: 1) { output, inputs in
      ChannelAffine.backward(&output, scale: inputs.parameters.span)
      return 0
    },
    Kernel("affine parameters, 64 channels", reads: 2, writes: 0, footprint: 2) { _, inputs in
      var scaleSums = AlignedBuffer<Double>(repeating: 0, count: 64)
      var shiftSums = AlignedBuffer<Double>(repeating: 0, count: 64)
      var scale = scaleSums.mutableSpan
      var shift = shiftSums.mutableSpan
      ChannelAffine.accumulateParameterGradients(
        inputs.direction.span, input: inputs.original.span, scaleGradient: &scale,
        shiftGradient: &shift)
      return 0
    },
  ]

  private static func signedStep(
    _ output: inout MutableSpan<Float>, _ inputs: borrowing Inputs, range: ChannelRange
  ) -> Double {
    let box = PerturbationBox(around: inputs.original.span, radius: PixelBudget(8), range: range)
    SignedStep.apply(
      to: &output, along: inputs.direction.span, stepSize: PixelBudget(1), within: box)
    return 0
  }

  private static func momentumStep(
    _ output: inout MutableSpan<Float>, _ inputs: borrowing Inputs,
    intermediate: MomentumStep.IntermediateProjection
  ) -> Double {
    let box = PerturbationBox(around: inputs.original.span, radius: PixelBudget(8), range: range)
    MomentumStep.advance(
      &output, from: inputs.current.span, along: inputs.direction.span, stepSize: PixelBudget(1),
      weight: 0.75, within: box, intermediate: intermediate)
    return 0
  }
}
