import ComputePlatform
import DeepLearningPrimitives
import Kernels

extension PlanBinder {
  /// The forward pass of a convolution by a kernel of ours; what is in `output` is added to if a
  /// residual is there.
  /// - Throws: ``ParameterError``, ``DNNError``, what reading parameters throws.
  func kernelForward(
    _ pass: KernelPass, _ step: Step, _ convolution: Convolution, prefix: String,
    norm: Step.FoldedNorm?, from input: Region, to output: Region
  ) throws -> () throws -> Void {
    let filters = try filters(pass, convolution, prefix: prefix, norm: norm)
    let bias = try weights.bias(convolution, prefix: prefix, norm: norm)?.floats
    return bind(
      pass, from: input, filters: filters, bias: bias, to: output,
      accumulates: step.residual != nil, bounds: step.activation.bounds)
  }

  /// The input gradient of a convolution by a kernel of ours.
  /// - Throws: ``ParameterError``, ``DNNError``, what reading parameters throws.
  func kernelBackward(
    _ pass: KernelPass, _ convolution: Convolution, prefix: String, norm: Step.FoldedNorm?,
    from gradient: Region, to target: Region, accumulates: Bool
  ) throws -> () throws -> Void {
    bind(
      pass, from: gradient, filters: try filters(pass, convolution, prefix: prefix, norm: norm),
      bias: nil, to: target, accumulates: accumulates, bounds: nil)
  }

  private func filters(
    _ pass: KernelPass, _ convolution: Convolution, prefix: String, norm: Step.FoldedNorm?
  ) throws -> WeightBuffer {
    try weights.filters(
      convolution, prefix: prefix, norm: norm, arrangement: pass.arrangement,
      order: convolution.order(pass.arrangement, pass.type))
  }

  private func bind(
    _ pass: KernelPass, from input: Region, filters: WeightBuffer, bias: Region?,
    to output: Region, accumulates: Bool, bounds: ClosedRange<Float>?
  ) -> () throws -> Void {
    let inputBytes = input.count / pass.images * pass.type.byteCount
    let outputSize = output.count / pass.images
    let (kernel, parts) = (pass.kernel, pass.kernel.partCount)
    let bank = filters.floats
    return {
      ThreadTeam.forEach(uneven: pass.images * parts) { index in
        let (image, part) = index.quotientAndRemainder(dividingBy: parts)
        unsafe kernel.run(
          part: part, input: UnsafeRawPointer(input.start) + image * inputBytes,
          filters: UnsafeRawPointer(bank.start),
          bias: bias.map { unsafe UnsafePointer($0.start) },
          output: output.start + image * outputSize, accumulates: accumulates, bounds: bounds)
      }
    }
  }

  /// The products of all planes of a Winograd convolution.
  func bindPlanes(
    _ planes: PlaneProducts, of winograd: WinogradConvolution, inner: Int, columns: Int,
    from: Region, filters: WeightBuffer, to: Region
  ) -> () throws -> Void {
    let grid = winograd.grid
    let bank = filters.floats
    let bankCount = bank.count / grid.planeCount
    let size = winograd.type.byteCount
    return {
      ThreadTeam.forEach(uneven: planes.parts.count) { index in
        let work = planes.parts[index]
        let first = grid.start(ofPlane: work.plane, channels: inner) * size
        unsafe planes.products[work.plane].run(
          part: work.part, input: UnsafeRawPointer(from.start) + first,
          filters: UnsafeRawPointer(bank.start + work.plane * bankCount), bias: nil,
          output: to.start + grid.start(ofPlane: work.plane, channels: columns),
          accumulates: false, bounds: nil)
      }
    }
  }
}
