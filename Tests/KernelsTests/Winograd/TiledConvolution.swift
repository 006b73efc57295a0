import Kernels

/// A 3x3 convolution by tiles, step by step, for one set of instructions.
struct TiledConvolution {
  let grid: WinogradGrid
  let inputs: Int
  let outputs: Int
  let instructions: VectorInstructions

  /// The output of images, plus what is in `residual` if it is not empty.
  func forward(
    _ images: [Float], _ weights: [Float], bias: [Float] = [], residual: [Float] = [],
    bounds: ClosedRange<Float>? = nil
  ) -> [Float] {
    let factors = factors(of: images, channels: inputs, isGradient: false)
    let products = products(factors, weights, isForward: true)
    let count = grid.images * grid.height * grid.width * outputs
    var result = residual.isEmpty ? [Float](repeating: .nan, count: count) : residual
    let transform = WinogradTransform(grid, channels: outputs, instructions: instructions)
    products.withUnsafeBufferPointer { products in
      bias.withUnsafeBufferPointer { offsets in
        result.withUnsafeMutableBufferPointer { result in
          guard let from = products.baseAddress, let to = result.baseAddress else { return }
          for image in 0..<grid.images {
            for tile in 0..<grid.tileCount {
              transform.output(
                from, image: image, tile: tile, bias: bias.isEmpty ? nil : offsets.baseAddress,
                residual: residual.isEmpty ? nil : UnsafePointer(to), bounds: bounds, to: to)
            }
          }
        }
      }
    }
    return result
  }

  /// The input's gradient, added to `start` if it is not empty.
  func backward(_ gradient: [Float], _ weights: [Float], start: [Float] = []) -> [Float] {
    let factors = factors(of: gradient, channels: outputs, isGradient: true)
    let products = products(factors, weights, isForward: false)
    let count = grid.images * grid.height * grid.width * inputs
    var result = start.isEmpty ? [Float](repeating: .nan, count: count) : start
    let transform = WinogradTransform(grid, channels: inputs, instructions: instructions)
    products.withUnsafeBufferPointer { products in
      result.withUnsafeMutableBufferPointer { result in
        guard let from = products.baseAddress, let to = result.baseAddress else { return }
        for image in 0..<grid.images {
          for first in stride(from: 0, to: inputs, by: 16) {
            transform.spread(
              from, image: image, channels: first..<min(first + 16, inputs),
              accumulates: !start.isEmpty, to: to)
          }
        }
      }
    }
    return result
  }

  /// The factors of all planes: single-precision numbers, or in bfloat16 the first half of the bytes.
  func factors(
    of pixels: [Float], channels: Int, isGradient: Bool, isRounded: Bool = false
  ) -> [Float] {
    var planes = [Float](repeating: 0, count: grid.valueCount(channels: channels))
    let transform = WinogradTransform(
      grid, channels: channels, isRounded: isRounded, instructions: instructions)
    pixels.withUnsafeBufferPointer { pixels in
      planes.withUnsafeMutableBytes { planes in
        guard let from = pixels.baseAddress, let to = planes.baseAddress else { return }
        for image in 0..<grid.images {
          for tile in 0..<grid.tileCount {
            if isGradient {
              transform.gradient(from, image: image, tile: tile, to: to)
            } else {
              transform.input(from, image: image, tile: tile, to: to)
            }
          }
        }
      }
    }
    return planes
  }

  private func products(_ factors: [Float], _ weights: [Float], isForward: Bool) -> [Float] {
    let size = FilterPanels.count(rows: inputs, outputs: outputs)
    var bank = [Float](repeating: 0, count: grid.planeCount * size)
    var span = bank.mutableSpan
    let groupSize = WinogradTransform.filterGroupSize
    for group in 0..<(outputs + groupSize - 1) / groupSize {
      WinogradTransform.filters(
        weights.span, inputs: inputs, outputs: outputs, scheme: grid.scheme, group: group,
        into: &span)
    }
    let (inner, columns) = isForward ? (inputs, outputs) : (outputs, inputs)
    var result = [Float](repeating: .nan, count: grid.valueCount(channels: columns))
    factors.withUnsafeBufferPointer { factors in
      bank.withUnsafeBufferPointer { bank in
        result.withUnsafeMutableBufferPointer { result in
          guard let from = factors.baseAddress, let filters = bank.baseAddress,
            let to = result.baseAddress
          else { return }
          for plane in 0..<grid.planeCount {
            let product = PackedConvolution.product(
              rows: grid.rowCount(ofPlane: plane), inner: inner, columns: columns, factors: .single,
              instructions: instructions, isTransposed: !isForward)
            for part in 0..<product.partCount {
              product.run(
                part: part, input: from + grid.start(ofPlane: plane, channels: inner),
                filters: filters + plane * size, bias: nil,
                output: to + grid.start(ofPlane: plane, channels: columns), accumulates: false,
                bounds: nil)
            }
          }
        }
      }
    }
    return result
  }
}

extension TiledConvolution {
  /// The gradient of the filters, outputs x inputs x 3 x 3.
  func filterGradient(_ images: [Float], _ gradient: [Float]) -> [Float] {
    let left = factors(of: images, channels: inputs, isGradient: false)
    let right = factors(of: gradient, channels: outputs, isGradient: true)
    let size = inputs * outputs
    var sums = [Float](repeating: .nan, count: grid.planeCount * size)
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        sums.withUnsafeMutableBufferPointer { sums in
          guard let images = left.baseAddress, let slopes = right.baseAddress,
            let to = sums.baseAddress
          else { return }
          for plane in 0..<grid.planeCount {
            let product = FilterGradient.product(
              rows: grid.rowCount(ofPlane: plane), inputs: inputs, outputs: outputs,
              instructions: instructions)
            for part in 0..<product.partCount {
              product.run(
                part: part, block: 0, input: images + grid.start(ofPlane: plane, channels: inputs),
                gradient: slopes + grid.start(ofPlane: plane, channels: outputs),
                result: to + plane * size)
            }
          }
        }
      }
    }
    var result = [Float](repeating: .nan, count: size * 9)
    var span = result.mutableSpan
    for group in 0..<(outputs + FilterSums.groupSize - 1) / FilterSums.groupSize {
      FilterSums.planes(grid.scheme).store(
        sums.span, inputs: 0..<inputs, of: inputs, outputCount: outputs, group: group, into: &span)
    }
    return result
  }
}
