import Kernels
import TestSupport
import Testing

@Suite struct SignedStepTests {
  private func stepped(
    _ point: [Float], along direction: [Float], from original: [Float], size: Float, radius: Float,
    range: ChannelRange
  ) -> [Float] {
    updated(point) {
      SignedStep.apply(
        to: &$0, along: direction.span, stepSize: PixelBudget(size),
        within: PerturbationBox(around: original.span, radius: PixelBudget(radius), range: range))
    }
  }

  @Test(arguments: awkwardCounts) func equalsItsTwin(count: Int) {
    var generator = SeededGenerator(seed: UInt64(100 + count))
    let original = generator.awkwardFloats(count, in: -120...120)
    let point = generator.awkwardFloats(count, in: -120...120)
    let direction = generator.awkwardFloats(count)
    for (size, radius): (Float, Float) in [(0, 8), (0.8, 8), (2, 0), (16, 8), (0.1, 0.3)] {
      for range in [imageRange, .unbounded] {
        let result = stepped(
          point, along: direction, from: original, size: size, radius: radius, range: range)
        let box = ScalarBox(radius: radius, range: range)
        let expected = point.indices.map {
          box.project(point[$0] + scalarSign(direction[$0]) * size, original[$0], at: $0)
        }
        #expect(firstDifference(result, expected) == nil)
      }
    }
  }

  @Test func onlyTheSignOfTheDirectionCounts() {
    let tiny = Float.leastNonzeroMagnitude
    let direction: [Float] = [0, -0.0, .infinity, -.infinity, tiny, -tiny, 3e38, -7, .nan]
    let point = [Float](repeating: 10, count: 9)
    let result = stepped(
      point, along: direction, from: point, size: 2, radius: 8, range: .unbounded)
    #expect(result == [10, 10, 12, 8, 12, 8, 12, 8, 10])
  }

  @Test func aMissingDirectionStillProjects() {
    let original: [Float] = [0, 0, 0, 0]
    let point: [Float] = [20, -20, 3, -3]
    let direction = [Float](repeating: .nan, count: 4)
    let result = stepped(
      point, along: direction, from: original, size: 2, radius: 8, range: .unbounded)
    #expect(result == [8, -8, 3, -3])
  }

  @Test func everyChannelHasItsOwnRange() {
    let range = ChannelRange(lower: [-1, -2, -3], upper: [1, 2, 3])
    for count in awkwardCounts {
      let zeros = [Float](repeating: 0, count: count)
      let up = stepped(
        zeros, along: [Float](repeating: 1, count: count), from: zeros, size: 9, radius: 9,
        range: range)
      #expect(up == (0..<count).map { Float($0 % 3 + 1) })
      let down = stepped(
        zeros, along: [Float](repeating: -1, count: count), from: zeros, size: 9, radius: 9,
        range: range)
      #expect(down == (0..<count).map { -Float($0 % 3 + 1) })
    }
  }

  @Test func theRangeWinsOverAnOriginalOutsideIt() {
    let range = ChannelRange(lower: [0, 0, 0], upper: [1, 1, 1])
    let result = stepped(
      [5, 5, 5], along: [1, -1, 0], from: [5, 5, 5], size: 1, radius: 2, range: range)
    #expect(result == [1, 1, 1])
  }

  @Test func manyStepsStayInsideTheBall() {
    var generator = SeededGenerator(seed: 5)
    let original = imageValues(300, seed: 6)
    let radius: Float = 0.7
    var point = original
    for _ in 0..<20 {
      point = stepped(
        point, along: generator.floats(300), from: original, size: 0.3, radius: radius,
        range: imageRange)
      for index in point.indices {
        #expect(abs(Double(point[index]) - Double(original[index])) <= Double(radius))
      }
    }
    #expect(point != original)
  }

  @Test func countsAreCompared() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let original = [Float](repeating: 0, count: 6)
      let direction = [Float](repeating: 0, count: 4)
      _ = updated(original) {
        SignedStep.apply(
          to: &$0, along: direction.span, stepSize: PixelBudget(1),
          within: PerturbationBox(
            around: original.span, radius: PixelBudget(1), range: .unbounded))
      }
    }
    #expect(stderr(of: result).contains("4 values where 6 were expected"))
  }
}
