import Kernels
import TestSupport
import Testing

@Suite struct TrainingKernelTests {
  private func arrays(_ count: Int, seed: UInt64 = 40) -> [[Float]] {
    var random = SeededGenerator(seed: seed + UInt64(count))
    return (0..<4).map { _ in random.awkwardFloats(count, in: -9...9) }
  }

  @Test(arguments: awkwardCounts) func batchNormGradientEqualsItsTwin(channels: Int) {
    let pixels = 3
    let (values, numbers) = (arrays(channels * pixels), arrays(channels, seed: 50))
    let (input, mean, scale) = (values[1], numbers[0], numbers[1])
    let (offset, slope) = (numbers[2], numbers[3])
    let result = updated(values[0]) {
      BatchNormGradient.apply(
        &$0, input: input.span, mean: mean.span, scale: scale.span, offset: offset.span,
        slope: slope.span)
    }
    let expected = values[0].indices.map { index in
      let channel = index % channels
      let distance = input[index] - mean[channel]
      let centred = values[0][index] - offset[channel]
      return scale[channel] * (centred - slope[channel] * distance)
    }
    #expect(firstDifference(result, expected) == nil)
  }

  /// A stretch drawn piece by piece has the bits of the whole, whatever the pieces' places, and
  /// other bits stay.
  @Test(arguments: [0, 1, 3, 6, 8, 13]) func dropoutDrawsByPlace(bit: Int) {
    let dropout = Dropout(probability: 0.3)
    let generator = Philox(key: 5)
    let key = Dropout.Key(sample: 1, layer: 2, step: 3)
    func drawn(_ pieces: [Range<Int>]) -> [UInt8] {
      var mask = [UInt8](repeating: 0xA5, count: 16)
      var span = mask.mutableSpan
      for piece in pieces {
        dropout.draw(
          generator, key, first: piece.lowerBound, count: piece.count,
          bit: bit + piece.lowerBound - 6, in: &span)
      }
      return mask
    }
    let whole = drawn([6..<67])
    #expect(drawn([6..<7, 7..<30, 30..<31, 31..<67]) == whole)
    #expect(drawn((6..<67).map { $0..<$0 + 1 }) == whole)
    for index in 0..<128 {
      let found = whole[index / 8] >> UInt8(index % 8) & 1
      guard index >= bit, index < bit + 61 else {
        #expect(found == 0xA5 >> UInt8(index % 8) & 1)
        continue
      }
      let place = index - bit + 6
      let words = generator.bits(SIMD4(UInt32(place / 4), 1, 2, 3))
      #expect((found == 1) == (Double(words[place % 4]) * 0x1p-32 >= 0.3))
    }
  }

  @Test(arguments: awkwardCounts) func dropoutScalesWhatItKeeps(count: Int) {
    let values = arrays(count)[0]
    let mask = [UInt8](repeating: 0b0110_1001, count: (count + 7) / 8)
    let dropout = Dropout(probability: 0.2)
    let result = updated(values) { dropout.apply(mask.span, to: &$0) }
    let expected = values.indices.map { index in
      dropout.scale * (mask[index / 8] >> UInt8(index % 8) & 1 == 1 ? values[index] : 0)
    }
    #expect(firstDifference(result, expected) == nil)
    #expect(dropout.scale == 1.25)
  }

  @Test(arguments: [0, 1, 7, 17, 33]) func optimizersTakeCountsAndSpecialValuesAlike(count: Int) {
    let all = arrays(count)
    let gradients = all[3]
    let step = AdamStep(
      number: 3, learningRate: 0.1, betas: (0.9, 0.999), epsilon: 1e-8, weightDecay: 0.01)
    var (parameters, first, second) = (all[0], all[1], all[2].map { abs($0) })
    var a = parameters.mutableSpan
    var b = first.mutableSpan
    var c = second.mutableSpan
    step.apply(to: &a, gradients: gradients.span, first: &b, second: &c)
    for index in 0..<count {
      var (one, two, three) = ([all[0][index]], [all[1][index]], [abs(all[2][index])])
      var x = one.mutableSpan
      var y = two.mutableSpan
      var z = three.mutableSpan
      let slope = [all[3][index]]
      step.apply(to: &x, gradients: slope.span, first: &y, second: &z)
      #expect(
        firstDifference([parameters[index], first[index], second[index]], one + two + three) == nil)
    }
  }
}
