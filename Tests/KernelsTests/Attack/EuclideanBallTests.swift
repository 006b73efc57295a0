import Kernels
import TestSupport
import Testing

@Suite struct EuclideanBallTests {
  private static let counts = [0, 1, 2, 7, 8, 9, 15, 16, 17, 24, 33]

  private func projected(
    _ point: [Float], around original: [Float], radius: Float, range: ChannelRange = .unbounded
  ) -> [Float] {
    var point = point
    var span = point.mutableSpan
    EuclideanBall(around: original.span, radius: PixelBudget(radius), range: range).project(&span)
    return point
  }

  private func distance(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }.squareRoot()
  }

  @Test("a direction too short for its factor, or too long for its norm, is none")
  func extremeDirections() {
    for value: Float in [.leastNonzeroMagnitude, 0, .infinity, .nan] {
      var point: [Float] = [1, 2, 3]
      let direction: [Float] = [value, value, value]
      var span = point.mutableSpan
      EuclideanStep.move(&span, along: direction.span, length: PixelBudget(8))
      #expect(point == [1, 2, 3], "\(value)")
    }
  }

  @Test("never beyond the radius, on the ray to the point, near it", arguments: counts)
  func nearestPoint(_ count: Int) {
    var generator = SeededGenerator(seed: UInt64(count + 1))
    for radius: Float in [1e-3, 0.5, 3, 40] {
      let original = generator.floats(count, in: -100...100)
      let point = original.map { $0 + Float.random(in: -30...30, using: &generator) }
      let found = projected(point, around: original, radius: radius)
      #expect(distance(found, original) <= Double(radius))
      let far = distance(point, original)
      guard far > Double(radius) else {
        #expect(found == point)
        continue
      }
      for place in original.indices {
        let expected =
          Double(original[place])
          + Double(radius) / far * (Double(point[place]) - Double(original[place]))
        #expect(abs(Double(found[place]) - expected) < 1e-4)
      }
    }
  }

  @Test("radius 0 gives the original, a NaN stays, the range wins")
  func edgeCases() {
    let original: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    let far = original.map { $0 + 7 }
    #expect(projected(far, around: original, radius: 0) == original)
    var nan = far
    nan[4] = .nan
    #expect(projected(nan, around: original, radius: 1)[4].isNaN)
    let range = ChannelRange(lower: SIMD3(0, 0, 0), upper: SIMD3(20, 8, 20))
    let found = projected(far, around: original, radius: 1e3, range: range)
    for place in found.indices {
      #expect(found[place] == (place % 3 == 1 ? min(far[place], 8) : far[place]))
    }
  }

  @Test("a step has its length, along the direction", arguments: counts)
  func steps(_ count: Int) {
    var generator = SeededGenerator(seed: UInt64(count + 50))
    let start = generator.floats(count)
    let direction = generator.floats(count, in: -1e-6...1e-6)
    var point = start
    var span = point.mutableSpan
    EuclideanStep.move(&span, along: direction.span, length: PixelBudget(5))
    let norm = direction.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    for place in start.indices {
      let expected = Double(start[place]) + 5 * Double(direction[place]) / norm
      #expect(abs(Double(point[place]) - expected) < 1e-5)
    }
    for nothing: Float in [0, .nan, .infinity] {
      let flat = [Float](repeating: nothing, count: count)
      var still = start
      var span = still.mutableSpan
      EuclideanStep.move(&span, along: flat.span, length: PixelBudget(5))
      #expect(still == start)
    }
  }

  @Test("the average is its formula, bit for bit", arguments: counts)
  func averages(_ count: Int) {
    var generator = SeededGenerator(seed: UInt64(count + 90))
    let (previous, current) = (generator.floats(count), generator.floats(count))
    let stepped = generator.floats(count)
    var found = previous
    var span = found.mutableSpan
    EuclideanStep.average(&span, from: current.span, stepped: stepped.span, weight: 0.75)
    for place in previous.indices {
      let expected =
        current[place] + 0.75 * (stepped[place] - current[place])
        + 0.25 * (current[place] - previous[place])
      #expect(found[place] == expected)
    }
  }
}
