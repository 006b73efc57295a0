import Kernels
import TensorCore

/// A batch norm in training: statistics of the batch, running statistics, output and gradients.
///
/// Sums are taken in double precision, in which sums of squares of single-precision values lose
/// nothing that the values have. Synchronised, they are those of all ranks, so that the result does
/// not depend on how a global batch was divided, up to rounding.
final class BatchStatistics {
  let name: String
  private let norm: BatchNorm
  private let context: TrainingContext
  private let sums: ChannelSums
  /// Mean, scale, shift, and the offset and slope of the gradient.
  private let numbers: AlignedBuffer<Float>
  /// Mean and the reciprocal of the standard deviation.
  private let exact: AlignedBuffer<Double>

  private enum Number: Int, CaseIterable { case mean, scale, shift, offset, slope }

  init(_ norm: BatchNorm, name: String, pixelCount: Int, context: TrainingContext) {
    self.name = name
    self.norm = norm
    self.context = context
    sums = ChannelSums(pixelCount: pixelCount, channels: norm.channels)
    numbers = AlignedBuffer(repeating: 0, count: Number.allCases.count * norm.channels)
    exact = AlignedBuffer(repeating: 0, count: 2 * norm.channels)
  }

  /// Bytes that it holds.
  var byteCount: Int { numbers.count * 4 + exact.count * 8 + sums.byteCount }

  /// The places of the parameters' gradients, which a backward pass fills.
  var gradientRanges: [Range<Int>] {
    norm.isAffine
      ? ["weight", "bias"].map { range($0) } : []
  }

  /// Finds the statistics of a batch, over all ranks where the pass says so, and moves the running
  /// ones, with the unbiased variance as PyTorch does.
  /// - Parameter input: nil for a rank without images.
  /// - Throws: ``GraphError`` for a single value per channel, whose variance is not defined; what
  ///   summing over ranks throws.
  func observe(_ input: Region?) throws {
    let channels = norm.channels
    var sums = (input.map { self.sums.add($0, times: $0) } ?? self.sums.clear()).mutableSpan
    try context.pass.sumOverRanks?(&sums)
    let count = sums[2 * channels]
    guard count > 1 else {
      throw GraphError(
        layer: name, expectation: "more than one value per channel to normalise",
        finding: "\(Int(count))")
    }
    var means = exactRegion(0).mutableSpan
    var inverses = exactRegion(1).mutableSpan
    var mean = region(.mean).mutableSpan
    var scale = region(.scale).mutableSpan
    var shift = region(.shift).mutableSpan
    let weight = norm.isAffine ? context.parameters.valueRegion(range("weight")) : nil
    let bias = norm.isAffine ? context.parameters.valueRegion(range("bias")) : nil
    var runningMean = context.parameters.statisticRegion(range("running_mean")).mutableSpan
    var runningVariance = context.parameters.statisticRegion(range("running_var")).mutableSpan
    for channel in 0..<channels {
      let average = sums[channels + channel] / count
      let variance = max(sums[channel] / count - average * average, 0)
      let inverse = 1 / (variance + norm.epsilon).squareRoot()
      (means[channel], inverses[channel]) = (average, inverse)
      let factor = Double(weight?.span[channel] ?? 1) * inverse
      mean[channel] = Float(average)
      scale[channel] = Float(factor)
      shift[channel] = Float(Double(bias?.span[channel] ?? 0) - average * factor)
      runningMean[channel] = moved(runningMean[channel], to: average)
      runningVariance[channel] = moved(
        runningVariance[channel], to: variance * (count / (count - 1)))
    }
    var batchCount = context.parameters.statisticRegion(range("num_batches_tracked")).mutableSpan
    batchCount[0] += 1
  }

  /// Writes the output for the statistics found last.
  func apply(_ input: Region, residual: Region?, _ activation: Activation, to output: Region) {
    let (scale, shift) = (region(.scale).span, region(.shift).span)
    Elementwise.forEachPart(of: output.count, unit: norm.channels) { first, count in
      let source = input.span(from: first, count: count)
      var values = output.mutableSpan(from: first, count: count)
      for index in 0..<count { values[index] = source[index] }
      ChannelAffine.apply(to: &values, scale: scale, shift: shift)
      if let residual {
        LinearCombination.add(residual.span(from: first, count: count), to: &values)
      }
      Elementwise.apply(activation, to: &values)
    }
  }

  /// Writes the parameters' gradients, of this rank's images, and the gradient with respect to the
  /// input.
  ///
  /// - Parameters:
  ///   - pair: the output's gradient and the input; nil for a rank without images.
  ///   - target: receives the result; may be the gradient's own place.
  /// - Throws: what summing over ranks throws.
  func backward(_ pair: (gradient: Region, input: Region)?, to target: Region?) throws {
    let channels = norm.channels
    let totals = pair.map { self.sums.add($0.gradient, times: $0.input) } ?? self.sums.clear()
    var sums = totals.mutableSpan
    let (means, inverses) = (exactRegion(0).span, exactRegion(1).span)
    if norm.isAffine {
      var weight = context.parameters.gradientRegion(range("weight")).mutableSpan
      var bias = context.parameters.gradientRegion(range("bias")).mutableSpan
      for channel in 0..<channels {
        let total = sums[channels + channel]
        weight[channel] = Float(inverses[channel] * (sums[channel] - means[channel] * total))
        bias[channel] = Float(total)
      }
    }
    try context.pass.sumOverRanks?(&sums)
    guard let pair, let target else { return }
    let count = sums[2 * channels]
    var offset = region(.offset).mutableSpan
    var slope = region(.slope).mutableSpan
    for channel in 0..<channels {
      let total = sums[channels + channel]
      let along = sums[channel] - means[channel] * total
      offset[channel] = Float(total / count)
      slope[channel] = Float(inverses[channel] * inverses[channel] * along / count)
    }
    let (mean, scale) = (region(.mean).span, region(.scale).span)
    let (offsets, slopes) = (region(.offset).span, region(.slope).span)
    let isInPlace = target == pair.gradient
    Elementwise.forEachPart(of: target.count, unit: channels) { first, count in
      var values = target.mutableSpan(from: first, count: count)
      if !isInPlace {
        let source = pair.gradient.span(from: first, count: count)
        for index in 0..<count { values[index] = source[index] }
      }
      BatchNormGradient.apply(
        &values, input: pair.input.span(from: first, count: count), mean: mean, scale: scale,
        offset: offsets, slope: slopes)
    }
  }

  private func moved(_ running: Float, to value: Double) -> Float {
    Float(norm.momentum * value + (1 - norm.momentum) * Double(running))
  }

  private func range(_ name: String) -> Range<Int> {
    context.parameters.layout.require("\(self.name).\(name)")
  }

  private func region(_ number: Number) -> Region {
    let start = unsafe numbers.unsafeBaseAddress + number.rawValue * norm.channels
    return unsafe Region(start: start, count: norm.channels)
  }

  private func exactRegion(_ row: Int) -> MemoryRegion<Double> {
    let start = unsafe exact.unsafeBaseAddress + row * norm.channels
    return unsafe MemoryRegion(start: start, count: norm.channels)
  }
}
