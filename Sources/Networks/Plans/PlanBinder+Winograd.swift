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
    let bank = try bank(winograd, convolution, prefix: prefix, norm: norm)
    let bias = try weights.bias(convolution, prefix: prefix, norm: norm)?.floats
    let (input, output) = (places[step.inputs[0]], places[step.output])
    let residual = step.residual.map { places[$0] }
    let (shape, grid) = (winograd.shape, winograd.grid)
    let (from, to) = planes(winograd, shape.inputChannels, shape.outputChannels)
    let product = bindPlanes(
      winograd.forward, of: winograd, inner: shape.inputChannels, columns: shape.outputChannels,
      from: from, filters: bank, to: to)
    let transform = winograd.transform(channels: shape.inputChannels)
    let inverse = winograd.transform(channels: shape.outputChannels)
    let bounds = step.activation.bounds
    return [
      winograd.operation(step.name, "input transform") {
        ThreadTeam.forEach(count: grid.images * grid.tileCount) { index in
          let (image, tile) = index.quotientAndRemainder(dividingBy: grid.tileCount)
          unsafe transform.input(
            input.start, image: image, tile: tile, to: UnsafeMutableRawPointer(from.start))
        }
      },
      winograd.operation(step.name, "products", product),
      winograd.operation(step.name, "output transform") {
        ThreadTeam.forEach(count: grid.images * grid.tileCount) { index in
          let (image, tile) = index.quotientAndRemainder(dividingBy: grid.tileCount)
          unsafe inverse.output(
            to.start, image: image, tile: tile, bias: bias?.start,
            residual: residual.map { unsafe UnsafePointer($0.start) }, bounds: bounds,
            to: output.start)
        }
      },
    ]
  }

  /// Channels of an input gradient that are found at a time: two lines of the cache.
  private static let spreadChannels = 32

  /// The operation that carries a gradient through a Winograd convolution.
  /// - Throws: ``ParameterError``, ``DNNError``, what reading parameters throws.
  func winogradBackward(
    _ winograd: WinogradConvolution, _ convolution: Convolution, prefix: String,
    norm: Step.FoldedNorm?, from gradient: Region, to target: Region, accumulates: Bool
  ) throws -> () throws -> Void {
    let bank = try bank(winograd, convolution, prefix: prefix, norm: norm)
    let (shape, grid) = (winograd.shape, winograd.grid)
    let (from, to) = planes(winograd, shape.outputChannels, shape.inputChannels)
    let product = bindPlanes(
      winograd.backward, of: winograd, inner: shape.outputChannels, columns: shape.inputChannels,
      from: from, filters: bank, to: to)
    let transform = winograd.transform(channels: shape.outputChannels)
    let inverse = winograd.transform(channels: shape.inputChannels)
    // Tiles overlap, so that the unit of work is a stretch of channels.
    let size = Self.spreadChannels
    let parts = (shape.inputChannels + size - 1) / size
    return {
      ThreadTeam.forEach(count: grid.images * grid.tileCount) { index in
        let (image, tile) = index.quotientAndRemainder(dividingBy: grid.tileCount)
        unsafe transform.gradient(
          gradient.start, image: image, tile: tile, to: UnsafeMutableRawPointer(from.start))
      }
      try product()
      ThreadTeam.forEach(count: grid.images * parts) { index in
        let (image, part) = index.quotientAndRemainder(dividingBy: parts)
        let channels = part * size..<min((part + 1) * size, shape.inputChannels)
        unsafe inverse.spread(
          to.start, image: image, channels: channels, accumulates: accumulates, to: target.start)
      }
    }
  }

  private func bank(
    _ winograd: WinogradConvolution, _ convolution: Convolution, prefix: String,
    norm: Step.FoldedNorm?
  ) throws -> WeightBuffer {
    try weights.filters(
      convolution, prefix: prefix, norm: norm, arrangement: winograd.arrangement,
      order: convolution.order(winograd.arrangement, winograd.type))
  }

  /// Where the transformed image and the products lie in the working memory.
  private func planes(
    _ winograd: WinogradConvolution, _ inputs: Int, _ outputs: Int
  ) -> (from: Region, to: Region) {
    let count = winograd.grid.valueCount(channels: inputs)
    return (
      workspace(from: 0, count: count),
      workspace(from: count, count: winograd.grid.valueCount(channels: outputs))
    )
  }
}

extension WinogradConvolution {
  fileprivate func operation(
    _ name: String, _ part: String, _ run: @escaping () throws -> Void
  ) -> PlanOperation {
    PlanOperation(
      name: name, kind: .convolution(shape, implementation: "\(self.name), \(part)"), run: run)
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
