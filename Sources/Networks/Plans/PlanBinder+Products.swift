import ComputePlatform
import DeepLearningPrimitives
import Kernels

extension PlanBinder {
  /// The forward pass of a convolution by packed products; what is in `output` is added to if a
  /// residual is there.
  /// - Throws: ``ParameterError``, ``DNNError``, what reading parameters throws.
  func productsForward(
    _ products: PackedProducts, _ step: Step, _ convolution: Convolution, prefix: String,
    norm: Step.FoldedNorm?, from input: Region, to output: Region
  ) throws -> () throws -> Void {
    let filters = try panels(products, convolution, prefix: prefix, norm: norm, .panels)
    let bias = try weights.bias(convolution, prefix: prefix, norm: norm)?.floats
    return bind(
      products.forward, images: products.shape.batch, from: input, filters: filters, bias: bias,
      to: output, accumulates: step.residual != nil, bounds: step.activation.bounds)
  }

  /// The input gradient of a convolution by packed products.
  /// - Throws: ``ParameterError``, ``DNNError``, what reading parameters throws.
  func productsBackward(
    _ products: PackedProducts, _ convolution: Convolution, prefix: String,
    norm: Step.FoldedNorm?, from gradient: Region, to target: Region, accumulates: Bool
  ) throws -> () throws -> Void {
    let filters = try panels(
      products, convolution, prefix: prefix, norm: norm, .transposedPanels)
    return bind(
      products.backward, images: products.shape.batch, from: gradient, filters: filters, bias: nil,
      to: target, accumulates: accumulates, bounds: nil)
  }

  private func panels(
    _ products: PackedProducts, _ convolution: Convolution, prefix: String,
    norm: Step.FoldedNorm?, _ arrangement: NetworkWeights.Arrangement
  ) throws -> WeightBuffer {
    try weights.filters(
      convolution, prefix: prefix, norm: norm, arrangement: arrangement,
      order: convolution.panelOrder(arrangement, products.type))
  }

  private func bind(
    _ convolution: PackedConvolution, images: Int, from input: Region, filters: WeightBuffer,
    bias: Region?, to output: Region, accumulates: Bool, bounds: ClosedRange<Float>?
  ) -> () throws -> Void {
    let (inputSize, outputSize) = (input.count / images, output.count / images)
    let parts = convolution.partCount
    let panels = filters.floats
    return {
      ThreadTeam.forEach(count: images * parts) { index in
        let (image, part) = index.quotientAndRemainder(dividingBy: parts)
        unsafe convolution.run(
          part: part, input: UnsafeRawPointer(input.start + image * inputSize),
          filters: UnsafeRawPointer(panels.start),
          bias: bias.map { unsafe UnsafePointer($0.start) },
          output: output.start + image * outputSize, accumulates: accumulates, bounds: bounds)
      }
    }
  }

  /// The products of all planes of a Winograd convolution.
  func bindPlanes(
    _ product: PackedConvolution, of winograd: WinogradConvolution, inner: Int, columns: Int,
    from: Region, filters: WeightBuffer, to: Region
  ) -> () throws -> Void {
    let (planes, parts, tiles) = (WinogradGrid.planeCount, product.partCount, winograd.tileCount)
    let bank = filters.floats
    let inputBytes = tiles * inner * winograd.type.byteCount
    let bankCount = bank.count / planes
    let outputCount = tiles * columns
    return {
      ThreadTeam.forEach(count: planes * parts) { index in
        let (plane, part) = index.quotientAndRemainder(dividingBy: parts)
        unsafe product.run(
          part: part, input: UnsafeRawPointer(from.start) + plane * inputBytes,
          filters: UnsafeRawPointer(bank.start + plane * bankCount), bias: nil,
          output: to.start + plane * outputCount, accumulates: false, bounds: nil)
      }
    }
  }
}
