import DeepLearningPrimitives

/// The arithmetic of the self test: a dilated convolution of a few images, all values given by
/// formulas, so that every rank can tell what they should be.
struct SelfTestProblem {
  /// Number of images; ranks beyond it have nothing to compute, which has to work too.
  let imageCount = 13
  /// The convolution of one image.
  let convolution = ConvolutionShape(
    batch: 1, inputChannels: 8, outputChannels: 16, input: .init(12, 14), kernel: .init(3, 3),
    padding: .init(2, 2), dilation: .init(2, 2))

  /// Rows, columns and channels of an image.
  var imageShape: [Int] {
    [convolution.input.height, convolution.input.width, convolution.inputChannels]
  }
  /// Values of an image.
  var imageElementCount: Int { imageShape.reduce(1, *) }
  /// Values of an output.
  var outputElementCount: Int {
    convolution.output.height * convolution.output.width * convolution.outputChannels
  }
  /// Filters in the order output channel, input channel, row, column.
  var weights: [Float] {
    Self.uniform(convolution.weightDimensions.reduce(1, *), stream: 0)
  }

  /// One image in NHWC order, values in -1..<1.
  func image(_ index: Int) -> [Float] { Self.uniform(imageElementCount, stream: 1 + 2 * index) }

  /// The gradient of some loss with respect to the output of one image, values in -1..<1.
  func gradientOfOutput(_ index: Int) -> [Float] {
    Self.uniform(outputElementCount, stream: 2 + 2 * index)
  }

  /// The images of a rank: contiguous, disjoint, and as many as those of any other rank or one more.
  func shard(of rank: Int, size: Int) -> Range<Int> {
    imageCount * rank / size..<imageCount * (rank + 1) / size
  }

  /// Numbers that do not repeat between streams, with 24 random bits each.
  private static func uniform(_ count: Int, stream: Int) -> [Float] {
    (0..<count).map { index in
      // The output function of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number
      // generators, OOPSLA 2014, figure 17), on a counter.
      var bits = (UInt64(stream) << 32 + UInt64(index) + 1) &* 0x9E37_79B9_7F4A_7C15
      bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      bits ^= bits >> 31
      return Float(bits >> 40) / Float(1 << 23) - 1
    }
  }
}
