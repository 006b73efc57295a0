import ComputePlatform
import DeepLearningPrimitives
import Kernels

extension PlanBinder {
  /// The gradient of a convolution's filters by products of our own.
  func bindFilterProducts(
    _ filters: FilterProducts, gradient: Region, input: Region, to result: Region
  ) -> () throws -> Void {
    let shape = filters.shape
    let sums = workspace(from: filters.factorCount, count: filters.sumCount)
    let factors = filters.winograd.map { bindFactors($0, input: input, gradient: gradient) }
    let (left, right) = (factors?.input ?? input, factors?.gradient ?? gradient)
    let grid = filters.winograd?.grid
    let groups = (shape.outputChannels + FilterSums.groupSize - 1) / FilterSums.groupSize
    return {
      factors?.transform()
      for (stretch, parts) in zip(filters.stretches, filters.parts) {
        let rowCount = shape.outputChannels
        let matrixCount = stretch.inputs.count * rowCount
        ThreadTeam.forEach(uneven: parts.count) { index in
          let part = parts[index]
          let product = filters.product(of: part)
          let offset = product.blocks[part.block].lowerBound - stretch.inputs.lowerBound
          let leftStart = grid?.start(ofPlane: part.matrix, channels: shape.inputChannels) ?? 0
          let rightStart = grid?.start(ofPlane: part.matrix, channels: shape.outputChannels) ?? 0
          unsafe product.run(
            part: part.part, block: part.block, input: UnsafePointer(left.start + leftStart),
            gradient: UnsafePointer(right.start + rightStart),
            result: sums.start + part.matrix * matrixCount + offset * rowCount)
        }
        let found = filters.sums.matrixCount * matrixCount
        ThreadTeam.forEach(count: groups) { group in
          var values = result.mutableSpan
          filters.sums.store(
            sums.span(from: 0, count: found), inputs: stretch.inputs, of: shape.inputChannels,
            outputCount: rowCount, group: group, into: &values)
        }
      }
    }
  }

  /// The factors of a Winograd convolution's products, and what makes them.
  private func bindFactors(
    _ winograd: WinogradConvolution, input: Region, gradient: Region
  ) -> (input: Region, gradient: Region, transform: () -> Void) {
    let (shape, grid) = (winograd.shape, winograd.grid)
    let count = grid.valueCount(channels: shape.inputChannels)
    let images = workspace(from: 0, count: count)
    let gradients = workspace(
      from: count, count: grid.valueCount(channels: shape.outputChannels))
    let inputs = winograd.transform(channels: shape.inputChannels)
    let outputs = winograd.transform(channels: shape.outputChannels)
    return (
      images, gradients,
      {
        ThreadTeam.forEach(count: grid.images * grid.tileCount) { index in
          let (image, tile) = index.quotientAndRemainder(dividingBy: grid.tileCount)
          unsafe inputs.input(
            input.start, image: image, tile: tile, to: UnsafeMutableRawPointer(images.start))
          unsafe outputs.gradient(
            gradient.start, image: image, tile: tile,
            to: UnsafeMutableRawPointer(gradients.start))
        }
      }
    )
  }
}
