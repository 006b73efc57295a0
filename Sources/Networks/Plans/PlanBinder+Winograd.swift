import ComputePlatform
import DeepLearningPrimitives
import Kernels

extension PlanBinder {
  /// The operations of a Winograd convolution: transform, product, transform.
  /// - Throws: ``ParameterError``, ``DNNError``, what reading parameters throws.
  func winogradForward(
    _ winograd: WinogradConvolution, _ step: Step, _ convolution: Convolution, prefix: String,
    norm: Step.FoldedNorm?, _ places: Places
  ) throws -> [PlanOperation] {
    let filters = try weights.filters(
      convolution, prefix: prefix, norm: norm, arrangement: .winograd,
      order: convolution.panelOrder(.winograd, winograd.type))
    let bias = try weights.bias(convolution, prefix: prefix, norm: norm)?.floats
    let (input, output) = (places[step.inputs[0]], places[step.output])
    let residual = step.residual.map { places[$0] }
    let (shape, grid) = (winograd.shape, winograd.grid)
    let (from, to) = planes(winograd, shape.inputChannels, shape.outputChannels)
    let product = bindPlanes(
      winograd.forward, of: winograd, inner: shape.inputChannels, columns: shape.outputChannels,
      from: from, filters: filters, to: to)
    let inputSize = shape.input.height * shape.input.width * shape.inputChannels
    let outputSize = shape.output.height * shape.output.width * shape.outputChannels
    let tiles = grid.tileCount
    let transformed = WinogradTransform.Planes(
      from, winograd, channels: shape.inputChannels, isRounded: winograd.type == .bfloat16)
    let products = WinogradTransform.Planes(to, winograd, channels: shape.outputChannels)
    let bounds = step.activation.bounds
    return [
      winograd.operation(step.name, "input transform") {
        ThreadTeam.forEach(count: winograd.tileCount) { row in
          let (image, tile) = row.quotientAndRemainder(dividingBy: tiles)
          unsafe WinogradTransform.input(
            input.start + image * inputSize, grid, tile: tile, to: transformed, row: row)
        }
      },
      winograd.operation(step.name, "products", product),
      winograd.operation(step.name, "output transform") {
        ThreadTeam.forEach(count: winograd.tileCount) { row in
          let (image, tile) = row.quotientAndRemainder(dividingBy: tiles)
          let offset = image * outputSize
          unsafe WinogradTransform.output(
            products, row: row, grid, tile: tile, bias: bias?.start,
            residual: residual.map { unsafe UnsafePointer($0.start + offset) }, bounds: bounds,
            to: output.start + offset)
        }
      },
    ]
  }

  /// The operation that carries a gradient through a Winograd convolution.
  /// - Throws: ``ParameterError``, ``DNNError``, what reading parameters throws.
  func winogradBackward(
    _ winograd: WinogradConvolution, _ convolution: Convolution, prefix: String,
    norm: Step.FoldedNorm?, from gradient: Region, to target: Region, accumulates: Bool
  ) throws -> () throws -> Void {
    let filters = try weights.filters(
      convolution, prefix: prefix, norm: norm, arrangement: .winograd,
      order: convolution.panelOrder(.winograd, winograd.type))
    let (shape, grid) = (winograd.shape, winograd.grid)
    let (from, to) = planes(winograd, shape.outputChannels, shape.inputChannels)
    let product = bindPlanes(
      winograd.backward, of: winograd, inner: shape.outputChannels, columns: shape.inputChannels,
      from: from, filters: filters, to: to)
    let gradientSize = shape.output.height * shape.output.width * shape.outputChannels
    let targetSize = shape.input.height * shape.input.width * shape.inputChannels
    let tiles = grid.tileCount
    let transformed = WinogradTransform.Planes(
      from, winograd, channels: shape.outputChannels, isRounded: winograd.type == .bfloat16)
    let products = WinogradTransform.Planes(to, winograd, channels: shape.inputChannels)
    // Tiles of a phase overlap, so the unit of work is a phase, in parts by channels.
    let part = 64
    let parts = (shape.inputChannels + part - 1) / part
    return {
      ThreadTeam.forEach(count: winograd.tileCount) { row in
        let (image, tile) = row.quotientAndRemainder(dividingBy: tiles)
        unsafe WinogradTransform.gradient(
          gradient.start + image * gradientSize, grid, tile: tile, to: transformed, row: row)
      }
      try product()
      if !accumulates { Elementwise.clear(target) }
      ThreadTeam.forEach(count: shape.batch * grid.phaseCount * parts) { work in
        let (place, index) = work.quotientAndRemainder(dividingBy: parts)
        let (image, phase) = place.quotientAndRemainder(dividingBy: grid.phaseCount)
        let channels = index * part..<min((index + 1) * part, shape.inputChannels)
        unsafe WinogradTransform.spread(
          products, firstRow: image * tiles, grid, phase: phase, channels: channels,
          to: target.start + image * targetSize)
      }
    }
  }

  /// Where the transformed image and the products lie in the working memory.
  private func planes(
    _ winograd: WinogradConvolution, _ inputs: Int, _ outputs: Int
  ) -> (from: Region, to: Region) {
    let count = WinogradGrid.planeCount * winograd.tileCount
    return (
      workspace(from: 0, count: count * inputs),
      workspace(from: count * inputs, count: count * outputs)
    )
  }
}

extension WinogradConvolution {
  fileprivate func operation(
    _ name: String, _ part: String, _ run: @escaping () throws -> Void
  ) -> PlanOperation {
    PlanOperation(
      name: name, kind: .convolution(shape, implementation: "winograd, \(part)"), run: run)
  }
}

extension WinogradTransform.Planes {
  fileprivate init(
    _ region: Region, _ winograd: WinogradConvolution, channels: Int, isRounded: Bool = false
  ) {
    unsafe self.init(
      start: UnsafeMutableRawPointer(region.start), tileCount: winograd.tileCount,
      channels: channels, isRounded: isRounded)
  }
}

extension Activation {
  /// Smallest and largest value that it lets through.
  var bounds: ClosedRange<Float>? {
    switch self {
    case .none: nil
    case .relu: 0...(.infinity)
    case .relu6: 0...6
    }
  }
}
