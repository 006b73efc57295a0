import ComputePlatform
import Kernels
import TestSupport
import Testing

/// Convolutions by tiles against nested loops in double precision: every length of a segment, along
/// rows and along columns.
@Suite struct WinogradTransformTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var size: (Int, Int)
    var dilation = 1
    var scheme = TileScheme.points
    var images = 1
    var channels = (24, 40)

    var testDescription: String {
      "\(images) x \(size.0)x\(size.1), \(channels.0)->\(channels.1), dilation \(dilation)"
    }

    static let all =
      (1...9).map { Case(size: ($0, 10 - $0 + ($0 == 9 ? 4 : 3))) } + [
        Case(size: (13, 22), dilation: 2, images: 2, channels: (16, 8)),
        Case(size: (11, 12), dilation: 3, channels: (40, 32)),
        Case(size: (5, 7), dilation: 3, scheme: .shortPhases, images: 2),
        Case(size: (9, 4), dilation: 4, scheme: .shortPhases, channels: (8, 48)),
        Case(size: (2, 1), scheme: .shortPhases, channels: (32, 16)),
        Case(size: (4, 5), dilation: 5, scheme: .shortPhases),
      ]

    func tiled(_ instructions: VectorInstructions = .avx2) -> TiledConvolution {
      TiledConvolution(
        grid: WinogradGrid(
          images: images, height: size.0, width: size.1, dilation: dilation), inputs: channels.0,
        outputs: channels.1, instructions: instructions)
    }

    var naive: NaiveConvolution {
      NaiveConvolution(
        batch: images, inputChannels: channels.0, outputChannels: channels.1, height: size.0,
        width: size.1, kernelHeight: 3, kernelWidth: 3, padding: dilation, dilation: dilation)
    }
  }

  private func numbers(_ test: Case) -> (images: [Float], gradient: [Float], weights: [Float]) {
    var generator = SeededGenerator(seed: 3)
    return (
      generator.floats(test.naive.inputCount), generator.floats(test.naive.outputCount),
      generator.floats(test.naive.weightCount)
    )
  }

  @Test(arguments: Case.all)
  func bothPassesEqualNestedLoops(_ test: Case) {
    let (images, gradient, weights) = numbers(test)
    let tiled = test.tiled()
    #expect(tiled.grid.scheme == test.scheme)
    let bound = test.scheme == .points ? 2e-6 : 5e-7
    #expect(
      relativeError(tiled.forward(images, weights), test.naive.forward(images, weights)) < bound)
    #expect(
      relativeError(tiled.backward(gradient, weights), test.naive.backward(gradient, weights))
        < bound)
  }

  @Test(arguments: Case.all)
  func resultsAreAddedAndLimited(_ test: Case) {
    let (images, gradient, weights) = numbers(test)
    let tiled = test.tiled()
    let bias = (0..<test.channels.1).map { Float($0) / 8 }
    let plain = tiled.forward(images, weights)
    let expected = plain.enumerated().map { index, value in
      min(max(value + bias[index % bias.count] + gradient[index], -1), 2)
    }
    #expect(
      tiled.forward(images, weights, bias: bias, residual: gradient, bounds: -1...2) == expected)
    let sums = zip(tiled.backward(gradient, weights), images).map { Double($0) + Double($1) }
    #expect(relativeError(tiled.backward(gradient, weights, start: images), sums) < 1e-6)
  }

  @Test(arguments: Case.all)
  func instructionsDoNotChangeBytes(_ test: Case) {
    guard Processor.vectorLevel >= 3 else { return }
    let (images, gradient, weights) = numbers(test)
    let (narrow, wide) = (test.tiled(), test.tiled(.avx512))
    #expect(narrow.forward(images, weights) == wide.forward(images, weights))
    #expect(narrow.backward(gradient, weights) == wide.backward(gradient, weights))
  }

  @Test(arguments: Case.all)
  func factorsAreRoundedToBFloat16(_ test: Case) {
    var (images, gradient, _) = numbers(test)
    images[0] = .nan
    let tiled = test.tiled()
    for (pixels, channels, isGradient) in [
      (images, test.channels.0, false), (gradient, test.channels.1, true),
    ] {
      let exact = tiled.factors(of: pixels, channels: channels, isGradient: isGradient)
      let rounded = tiled.factors(
        of: pixels, channels: channels, isGradient: isGradient, isRounded: true)
      var expected = [UInt16](repeating: 0, count: exact.count)
      var span = expected.mutableSpan
      BFloat16.round(exact.span, to: &span)
      let found = rounded.withUnsafeBytes { bytes in
        exact.indices.map { bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self) }
      }
      #expect(found == expected)
    }
  }

  @Test func wholePhasesTakeTheFewestMultiplications() {
    func rows(_ dilation: Int) -> Int {
      WinogradGrid(images: 1, height: 41, width: 41, dilation: dilation).rowCount
    }
    // Rates 18 and 24 on 41 pixels: 5 phases of 3 and 13 of 2; 17 of 2 and 7 of 1.
    #expect(rows(18) == 74 * 74)
    #expect(rows(24) == 58 * 58)
    // One multiplication for each output and two for each segment of at most 4.
    #expect(rows(12) == 65 * 65)
    #expect(rows(6) == 65 * 65)
    #expect(rows(2) == 63 * 63)
  }
}
