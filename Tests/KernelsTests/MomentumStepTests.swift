import Kernels
import TestSupport
import Testing

@Suite struct MomentumStepTests {
  private func advanced(
    previous: [Float], current: [Float], direction: [Float], original: [Float], size: Float,
    weight: Float, radius: Float, range: ChannelRange,
    intermediate: MomentumStep.IntermediateProjection
  ) -> [Float] {
    updated(previous) {
      MomentumStep.advance(
        &$0, from: current.span, along: direction.span, stepSize: PixelBudget(size),
        weight: weight,
        within: PerturbationBox(around: original.span, radius: PixelBudget(radius), range: range),
        intermediate: intermediate)
    }
  }

  @Test(arguments: awkwardCounts) func equalsItsTwin(count: Int) {
    var generator = SeededGenerator(seed: UInt64(200 + count))
    let original = generator.awkwardFloats(count, in: -120...120)
    let previous = generator.awkwardFloats(count, in: -120...120)
    let current = generator.awkwardFloats(count, in: -120...120)
    let direction = generator.awkwardFloats(count)
    for (size, weight, radius): (Float, Float, Float) in [(16, 0.75, 8), (2, 1, 8), (0.1, 0.3, 1)] {
      for intermediate in [MomentumStep.IntermediateProjection.ball, .ballAndRange] {
        let result = advanced(
          previous: previous, current: current, direction: direction, original: original,
          size: size, weight: weight, radius: radius, range: imageRange,
          intermediate: intermediate)
        let box = ScalarBox(radius: radius, range: imageRange)
        let expected = previous.indices.map { index -> Float in
          let x = current[index]
          if direction[index].isNaN { return box.project(x, original[index], at: index) }
          var z = x + scalarSign(direction[index]) * size
          if z > original[index] + radius { z = original[index] + radius }
          if z < original[index] - radius { z = original[index] - radius }
          if case .ballAndRange = intermediate {
            z = box.projectOnRange(z, channel: index % 3)
          }
          let next = (x + weight * (z - x)) + (1 - weight) * (x - previous[index])
          return box.project(next, original[index], at: index)
        }
        #expect(firstDifference(result, expected) == nil)
      }
    }
  }

  @Test func theFirstProjectionDecidesAtTheEdgeOfTheRange() {
    let range = ChannelRange(lower: [-1, -1, -1], upper: [1, 1, 1])
    func next(_ intermediate: MomentumStep.IntermediateProjection) -> Float {
      advanced(
        previous: [1], current: [0], direction: [1], original: [0], size: 2, weight: 0.5,
        radius: 2, range: range, intermediate: intermediate)[0]
    }
    // z = 2 on the ball alone and 1 on the range: 0 + z / 2 - 1 / 2.
    #expect(next(.ball) == 0.5)
    #expect(next(.ballAndRange) == 0)
  }

  @Test func aMissingDirectionStopsTheMomentumToo() {
    let result = advanced(
      previous: [0, 0], current: [2, 20], direction: [.nan, .nan], original: [0, 0], size: 1,
      weight: 0.75, radius: 8, range: imageRange, intermediate: .ball)
    #expect(result == [2, 8])
  }

  @Test func theNextPointIsInsideTheBallExactly() {
    var generator = SeededGenerator(seed: 11)
    let original = imageValues(3000, seed: 12)
    let result = advanced(
      previous: original, current: original, direction: generator.floats(3000),
      original: original, size: 20, weight: 0.75, radius: 0.1, range: imageRange,
      intermediate: .ball)
    for index in original.indices {
      #expect(abs(Double(result[index]) - Double(original[index])) <= Double(Float(0.1)))
    }
    #expect(result != original)
  }
}
