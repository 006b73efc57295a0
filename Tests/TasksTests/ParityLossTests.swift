import HDF5Store
import Tasks
import TestSupport
import Testing

/// The losses of the published code, in its corner cases.
@Suite(.enabled(if: ParityFixtures.directory != nil)) struct ParityLossTests {
  private static let cases = [
    "nyuv2_segment_semantic", "nyuv2_normal", "nyuv2_normal_zero_prediction",
    "nyuv2_depth_zbuffer", "taskonomy_segment_semantic", "taskonomy_segment_semantic_with_255",
    "taskonomy_normal", "taskonomy_depth_zbuffer", "taskonomy_keypoints2d",
    "taskonomy_edge_texture",
  ]

  private static func losses() throws -> HDF5Group {
    let directory = try #require(ParityFixtures.directory)
    return try HDF5File.open(directory + "/ops_small.h5").root.group("losses")
  }

  @Test("no case is left out")
  func complete() throws {
    let names = try Self.losses().memberNames().filter { $0 != "semseg_prior_factor" }
    #expect(Set(names) == Set(Self.cases))
  }

  @Test("loss and gradient of every image", arguments: cases)
  func images(name: String) throws {
    let parity = try ParityLoss(name, in: Self.losses())
    for (image, target) in try parity.targets().enumerated() {
      let (loss, gradient) = target.lossAndGradient(parity.prediction.image(image))
      #expect(loss.value.isFinite && gradient.allSatisfy { $0.isFinite })
      guard let reference = parity.lossNone?[image], let gradients = parity.gradientNone else {
        continue
      }
      guard !reference.isNaN else {
        #expect(loss.isEmpty && loss.value == 0 && gradient.allSatisfy { $0 == 0 })
        continue
      }
      #expect(relativeError([loss.value], [reference]) < 1e-6)
      let expected = gradients.image(image)
      #expect(relativeError(gradient, expected) < 1e-5)
      // One normal of length zero outweighs all others: compare without such pixels as well.
      let ordinary = gradient.indices.filter { abs(expected[$0]) < 10 }
      #expect(relativeError(ordinary.map { gradient[$0] }, ordinary.map { expected[$0] }) < 1e-5)
    }
  }

  @Test("loss and gradient pooled over the batch", arguments: cases)
  func pooled(name: String) throws {
    let parity = try ParityLoss(name, in: Self.losses())
    let targets = try parity.targets()
    let denominator = targets.reduce(0) { $0 + $1.denominator }
    var sum = LossSum()
    for (image, target) in targets.enumerated() {
      let (loss, gradient) = target.lossAndGradient(
        parity.prediction.image(image), pooledDenominator: denominator)
      sum += loss
      let expected = parity.gradientMean.image(image)
      #expect(relativeError(gradient, expected) < 1e-5, "image \(image)")
    }
    #expect(relativeError([sum.value], [parity.lossMean]) < 1e-6)
  }
}
