import Datasets
import Tasks
import Testing

@Suite struct PreprocessingTests {
  private let ramp = Raster<UInt8>(
    height: 4, width: 6, channels: 3, values: (0..<72).map { UInt8($0) })

  private func sample(_ labels: [DenseTask: StoredLabelValues]) -> StoredSample {
    StoredSample(name: "ramp", image: ramp, labels: labels)
  }

  @Test func resizingToTheSameSizeChangesNothing() {
    #expect(ramp.resizedBilinear(height: 4, width: 6) == ramp)
    #expect(ramp.resizedNearest(height: 4, width: 6) == ramp)
    let floats = Raster<Float>(
      height: 4, width: 6, channels: 3, values: ramp.values.map { Float($0) })
    #expect(floats.resizedBilinear(height: 4, width: 6) == floats)
  }

  @Test func aConstantImageStaysConstantAtEverySize() {
    let image = Raster<UInt8>(
      height: 7, width: 5, channels: 1, values: [UInt8](repeating: 201, count: 35))
    for (height, width) in [(1, 1), (3, 9), (14, 10), (31, 2)] {
      #expect(image.resizedBilinear(height: height, width: width).values.allSatisfy { $0 == 201 })
    }
  }

  @Test func inputIsBlueGreenRedMinusTheMean() throws {
    let preprocessing = Preprocessing(dialect: .nyuv2, conventions: [], height: 4, width: 6)
    let input = try preprocessing.evaluationSample(sample([:])).input
    #expect(input[0] == 2 - ImageMean.bgr[0])
    #expect(input[1] == 1 - ImageMean.bgr[1])
    #expect(input[2] == 0 - ImageMean.bgr[2])
  }

  @Test func pixelsOfAnInputAreThePixelsThatItIsMadeOf() {
    var pixels: [UInt8] = []
    for value in UInt8.min...UInt8.max { pixels += [value, 255 - value, value &* 7] }
    let input = ImageMean.input(of: pixels)
    #expect(ImageMean.pixels(of: input.span) == pixels)
    for index in input.indices {
      let (pixel, channel) = (index / 3, index % 3)
      #expect(input[index] == Float(pixels[3 * pixel + 2 - channel]) - ImageMean.bgr[channel])
    }
    // A last place off is the same pixel.
    let nudged: [Float] = input.map { $0.nextUp }
    #expect(ImageMean.pixels(of: nudged.span) == pixels)
  }

  @Test func paddingSurroundsASmallImage() throws {
    let preprocessing = Preprocessing(
      dialect: .nyuv2, conventions: [.depth(.metres), try .segmentation(classes: 40)], height: 6,
      width: 6)
    let stored = sample([
      .depth: .floats([Float](repeating: 2, count: 24)),
      .segmentation: .bytes([UInt8](repeating: 3, count: 24)),
    ])
    let result = try preprocessing.trainingSample(
      stored, Augmentation(scale: 1, isMirrored: true, firstRow: 0, firstColumn: 0))
    let (depth, classes) = (result.labels[0].values, result.labels[1].values)
    #expect(depth[0..<6].allSatisfy { $0 == 0 } && depth[30...].allSatisfy { $0 == 0 })
    #expect(depth[6..<30].allSatisfy { $0 == 2 })
    #expect(classes[0] == 255 && classes[6] == 3)
    #expect(result.input[0] == -ImageMean.bgr[0])
    #expect(result.input[18] == 17 - ImageMean.bgr[0])
  }

  @Test func mirroringTurnsDecodedNormalsAndLeavesRawOnes() throws {
    let normals: [UInt8] = (0..<24).flatMap { _ in [0, 51, 255 - 51] }
    func first(_ encoding: NormalsEncoding, isMirrored: Bool) throws -> [Float] {
      let preprocessing = Preprocessing(
        dialect: .nyuv2, conventions: [.normals(encoding)], height: 4, width: 6)
      let sample = try preprocessing.trainingSample(
        sample([.normals: .bytes(normals)]),
        Augmentation(scale: 1, isMirrored: isMirrored, firstRow: 0, firstColumn: 0))
      return Array(sample.labels[0].values[0..<3])
    }
    #expect(try first(.decoded, isMirrored: false)[0] == -1)
    #expect(try first(.decoded, isMirrored: true)[0] == 1)
    #expect(try first(.rawBGR, isMirrored: true) == first(.rawBGR, isMirrored: false))
  }

  @Test func aMissingOrShortLabelIsNamed() throws {
    let preprocessing = Preprocessing(
      dialect: .nyuv2, conventions: [.depth(.metres)], height: 4, width: 6)
    #expect(throws: SampleError.missing(.depth, "ramp")) {
      try preprocessing.evaluationSample(sample([:]))
    }
    #expect(throws: SampleError.size(.depth, "ramp", expected: 24, found: 23)) {
      try preprocessing.evaluationSample(
        sample([.depth: .floats([Float](repeating: 1, count: 23))]))
    }
  }
}
