import Kernels
import TestSupport
import Testing

@Suite struct LayerKernelTests {
  private func arrays(_ count: Int) -> (x: [Float], y: [Float]) {
    var generator = SeededGenerator(seed: UInt64(800 + count))
    return (
      generator.awkwardFloats(count, in: -9...9), generator.awkwardFloats(count, in: -9...9)
    )
  }

  private typealias Recorder = (Span<Float>, inout MutableSpan<UInt8>) -> Void

  private func recordInside(_ output: Span<Float>, in mask: inout MutableSpan<UInt8>) {
    ActivationMask.recordInside(output, lower: 0, upper: 6, in: &mask)
  }

  private func recorded(_ output: [Float], _ record: Recorder) -> [UInt8] {
    var mask = [UInt8](repeating: 0xA5, count: ActivationMask.byteCount(for: output.count))
    var span = mask.mutableSpan
    record(output.span, &span)
    return mask
  }

  private func masked(_ gradient: [Float], _ mask: [UInt8]) -> [Float] {
    updated(gradient) { ActivationMask.apply(mask.span, to: &$0) }
  }

  @Test func bitsStandInTheOrderOfTheValues() {
    let output: [Float] = [1, 0, 3, -1, 0, 0, 0, 8, 0, 2]
    #expect(recorded(output, ActivationMask.recordPositive) == [0b1000_0101, 0b10])
  }

  @Test(arguments: awkwardCounts) func rectifiersEqualTheirTwins(count: Int) {
    let (x, y) = arrays(count)
    #expect(
      firstDifference(
        updated(x) { RectifiedLinear.apply(to: &$0) }, x.map { $0 < 0 ? 0 : $0 }) == nil)
    let sums = x.indices.map { y[$0] + x[$0] }
    #expect(
      firstDifference(
        updated(y) { RectifiedLinear.add(x.span, to: &$0) }, sums.map { $0 < 0 ? 0 : $0 }) == nil)
    #expect(
      firstDifference(
        masked(y, recorded(x, ActivationMask.recordPositive)),
        x.indices.map { x[$0] > 0 ? y[$0] : 0 }) == nil)
  }

  @Test(arguments: awkwardCounts) func clampsEqualTheirTwins(count: Int) {
    let (x, y) = arrays(count)
    #expect(
      firstDifference(
        updated(x) { ClampedLinear.apply(to: &$0, lower: 0, upper: 6) },
        x.map { $0 < 0 ? 0 : $0 > 6 ? 6 : $0 }) == nil)
    let output = x.map { $0 < 0 ? 0 : $0 > 6 ? 6 : $0 }
    #expect(
      firstDifference(
        masked(y, recorded(output, recordInside)),
        x.indices.map { x[$0] > 0 && x[$0] < 6 ? y[$0] : 0 }) == nil)
  }

  @Test func aGradientIsMaskedAndNotMultiplied() {
    let output: [Float] = [1, 0, -0.0, .nan, 5, 6]
    let gradient: [Float] = [.nan, .nan, .infinity, 1, 2, 3]
    let rectified = masked(gradient, recorded(output, ActivationMask.recordPositive))
    #expect(firstDifference(rectified, [.nan, 0, 0, 0, 2, 3]) == nil)
    let clamped = masked(gradient, recorded(output, recordInside))
    #expect(firstDifference(clamped, [.nan, 0, 0, 0, 2, 0]) == nil)
  }

  @Test(arguments: [1, 2, 3, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40])
  func affinesEqualTheirTwins(channels: Int) {
    var generator = SeededGenerator(seed: UInt64(900 + channels))
    for pixels in [0, 1, 2, 5, 33] {
      let count = pixels * channels
      let x = generator.awkwardFloats(count)
      let gradient = generator.awkwardFloats(count)
      let scale = generator.floats(channels)
      let shift = generator.floats(channels)
      let places = x.indices
      #expect(
        firstDifference(
          updated(x) { ChannelAffine.apply(to: &$0, scale: scale.span, shift: shift.span) },
          places.map { x[$0] * scale[$0 % channels] + shift[$0 % channels] }) == nil)
      #expect(
        firstDifference(
          updated(gradient) { ChannelAffine.backward(&$0, scale: scale.span) },
          places.map { gradient[$0] * scale[$0 % channels] }) == nil)
    }
  }

  @Test(arguments: [1, 3, 8, 15, 16, 17, 31, 32, 33, 48])
  func parameterGradientsEqualTheirTwins(channels: Int) {
    var generator = SeededGenerator(seed: UInt64(1000 + channels))
    for pixels in [0, 1, 33] {
      let input = generator.awkwardFloats(pixels * channels)
      let gradient = generator.awkwardFloats(pixels * channels, in: -1e3...1e3)
      let before = generator.floats(channels).map(Double.init)
      var scaleResult = before
      var shiftResult = before
      do {
        var scaleSpan = scaleResult.mutableSpan
        var shiftSpan = shiftResult.mutableSpan
        ChannelAffine.accumulateParameterGradients(
          gradient.span, input: input.span, scaleGradient: &scaleSpan, shiftGradient: &shiftSpan)
      }
      var scaleExpected = before
      var shiftExpected = before
      for place in gradient.indices {
        let slope = Double(gradient[place])
        scaleExpected[place % channels] += slope * Double(input[place])
        shiftExpected[place % channels] += slope
      }
      for channel in 0..<channels {
        #expect(sameDouble(scaleResult[channel], scaleExpected[channel]))
        #expect(sameDouble(shiftResult[channel], shiftExpected[channel]))
      }
    }
  }

  @Test func partialPixelsAreRefused() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = updated([1, 2, 3, 4]) { ChannelAffine.backward(&$0, scale: [1, 1, 1].span) }
    }
    #expect(stderr(of: result).contains("4 values are no whole number of pixels of 3 channels"))
    await #expect(processExitsWith: .failure) {
      _ = updated([1, 2]) { ClampedLinear.apply(to: &$0, lower: 6, upper: 0) }
    }
  }
}
