import Tasks
import TensorCore
import TestSupport
import Testing

@Suite struct TaskLossTests {
  @Test("losses and gradients of every image", arguments: GoldenLoss.all)
  func images(golden: GoldenLoss) throws {
    for (image, target) in try golden.targets().enumerated() {
      let (loss, gradient) = target.lossAndGradient(golden.part(golden.prediction, image))
      #expect(loss.validCount == golden.validCounts[image])
      #expect(loss.isEmpty == (golden.validCounts[image] == 0))
      #expect(relativeError([loss.value], [golden.losses[image]]) < 1e-6)
      let expected = golden.part(golden.gradients, image)
      for pixel in stride(from: 0, to: gradient.count, by: target.convention.predictionChannels) {
        // Pixel by pixel, since one normal of length zero outweighs all others.
        let values = pixel..<pixel + target.convention.predictionChannels
        #expect(relativeError(gradient[values], expected[values]) < 1e-5, "value \(pixel)")
      }
    }
  }

  @Test("losses pooled over the batch", arguments: GoldenLoss.all)
  func pooled(golden: GoldenLoss) throws {
    let targets = try golden.targets()
    let denominator = targets.reduce(0) { $0 + $1.denominator }
    var sum = LossSum()
    for (image, target) in targets.enumerated() {
      let (loss, gradient) = target.lossAndGradient(
        golden.part(golden.prediction, image), pooledDenominator: denominator)
      sum += loss
      #expect(relativeError(gradient, golden.part(golden.pooledGradient, image)) < 1e-6)
    }
    #expect(sum.denominator == denominator)
    #expect(relativeError([sum.value], [golden.pooledLoss]) < 1e-6)
  }

  @Test("against naive losses and finite differences", arguments: GoldenLoss.all)
  func finiteDifferences(golden: GoldenLoss) throws {
    var generator = SeededGenerator(seed: 5)
    for (image, target) in try golden.targets().enumerated() {
      let naive = try golden.naive(image)
      let prediction = generator.floats(target.predictionCount, in: -3...3)
      let (loss, gradient) = target.lossAndGradient(prediction)
      let doubles = prediction.map { Double($0) }
      #expect(relativeError([loss.value], [naive.value(doubles)]) < 1e-6)
      #expect(relativeError(gradient, naive.gradient(doubles)) < 1e-6)
    }
  }

  @Test("alone, a loss has the bits it has with its gradient", arguments: GoldenLoss.all)
  func lossAlone(golden: GoldenLoss) throws {
    for (image, target) in try golden.targets().enumerated() {
      let prediction = golden.part(golden.prediction, image)
      #expect(target.loss(of: prediction.span) == target.lossAndGradient(prediction).loss)
    }
  }

  @Test("the gradient is proportional to the image's weight", arguments: GoldenLoss.all)
  func weights(golden: GoldenLoss) throws {
    for (image, target) in try golden.targets().enumerated() {
      let prediction = golden.part(golden.prediction, image)
      let (loss, gradient) = target.lossAndGradient(prediction)
      let (sameLoss, weighted) = target.lossAndGradient(prediction, weight: -4)
      #expect(loss == sameLoss)
      #expect(weighted == gradient.map { -4 * $0 })
    }
  }

  @Test("NaN counts at valid pixels and nowhere else", arguments: GoldenLoss.all)
  func notANumber(golden: GoldenLoss) throws {
    for (image, target) in try golden.targets().enumerated() {
      let naive = try golden.naive(image)
      let channels = target.convention.predictionChannels
      let prediction = golden.part(golden.prediction, image)
      let (loss, gradient) = target.lossAndGradient(prediction)
      for pixel in 0..<prediction.count / channels {
        var damaged = prediction
        damaged[pixel * channels + channels / 2] = .nan
        let (damagedLoss, damagedGradient) = target.lossAndGradient(damaged)
        let isValid = naive.weight(pixel) > 0
        #expect(damagedLoss.value.isNaN == isValid)
        let own = pixel * channels..<(pixel + 1) * channels
        #expect(damagedGradient[own].contains { $0.isNaN } == isValid)
        #expect(damagedGradient[..<own.lowerBound] == gradient[..<own.lowerBound])
        #expect(damagedGradient[own.upperBound...] == gradient[own.upperBound...])
        if !isValid { #expect(damagedLoss == loss) }
      }
    }
  }

  @Test("an image without a valid pixel: loss 0, gradient 0, whatever is predicted")
  func empty() throws {
    for convention in try TaskConvention.nyuv2()
      + TaskConvention.taskonomy(classWeights: [Float](repeating: 2, count: 17))
    {
      let channels = convention.labelChannels
      let shape = TensorShape(batch: 1, height: 2, width: 3, channels: channels)
      let nothing: Float = convention.target == .depth(.metres) ? 0 : 255
      let label = try TaskLabel(
        convention, shape: shape, values: [Float](repeating: nothing, count: 6 * channels),
        mask: [Float](repeating: 1, count: 6))
      let target = try label.prepared(image: 0, height: 2, width: 3)
      let prediction = [Float](repeating: .nan, count: target.predictionCount)
      let (loss, gradient) = target.lossAndGradient(prediction, pooledDenominator: 0)
      #expect(loss.isEmpty && loss.value == 0 && loss.validCount == 0 && loss.denominator == 0)
      #expect(gradient.allSatisfy { $0 == 0 })
      #expect(target.isEmpty)
    }
  }

  @Test("a confident network keeps a gradient: softmax - 1 does not cancel")
  func confident() throws {
    let convention = try TaskConvention.segmentation(classes: 2)
    let shape = TensorShape(batch: 1, height: 1, width: 1, channels: 1)
    let target = try TaskLabel(convention, shape: shape, values: [1])
      .prepared(image: 0, height: 1, width: 1)
    let (loss, gradient) = target.lossAndGradient([-12, 3])
    #expect(relativeError([loss.value], [3.059_022_8e-7]) < 0.2)
    #expect(relativeError([gradient[0]], [3.059_022_3e-7]) < 1e-6)
    #expect(gradient[1] == -gradient[0])
  }
}
