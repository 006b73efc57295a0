import Kernels
import TestSupport
import Testing

@Suite struct PerturbationBoxTests {
  @Test(arguments: awkwardCounts) func projectionEqualsItsTwin(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let original = generator.awkwardFloats(count, in: -120...120)
    let point = generator.awkwardFloats(count, in: -160...160)
    for radius: Float in [0, 0.1, 8, 255] {
      for range in [imageRange, .unbounded] {
        let projected = updated(point) {
          PerturbationBox(around: original.span, radius: PixelBudget(radius), range: range)
            .project(&$0)
        }
        let twin = ScalarBox(radius: radius, range: range)
        let expected = point.indices.map { twin.project(point[$0], original[$0], at: $0) }
        #expect(firstDifference(projected, expected) == nil)
      }
    }
  }

  @Test(arguments: [0, 0.1, 1.0 / 3, 1, 8, 20.5, 254.99, 255] as [Float])
  func everyValueIsInsideTheBallExactly(radius: Float) {
    var generator = SeededGenerator(seed: 7)
    let count = 3000
    // Every other value is of any size, so that sums round; the rest are an image's.
    let image = imageValues(count, seed: 8)
    let free = generator.floats(count, in: -100...100)
    let original = (0..<count).map { $0 % 2 == 0 ? image[$0] : free[$0] / Float($0) }
    var plainRoundingFails = false
    for target: Float in [-1e6, 1e6] {
      let point = [Float](repeating: target, count: count)
      let projected = updated(point) {
        PerturbationBox(around: original.span, radius: PixelBudget(radius), range: imageRange)
          .project(&$0)
      }
      for index in 0..<count {
        // Differences of floats of these sizes are exact in double precision.
        let change = abs(Double(projected[index]) - Double(original[index]))
        #expect(change <= Double(radius))
        #expect(abs(projected[index] - original[index]) <= radius)
        #expect(projected[index] >= imageRange.lower[index % 3])
        #expect(projected[index] <= imageRange.upper[index % 3])
        let rounded = target < 0 ? original[index] - radius : original[index] + radius
        if abs(Double(rounded) - Double(original[index])) > Double(radius) {
          plainRoundingFails = true
        }
      }
    }
    // The test has teeth: a bound that is merely rounded lies outside somewhere.
    #expect(plainRoundingFails == (radius != 0))
  }

  @Test func theBallIsNotCutMoreThanNeeded() {
    var generator = SeededGenerator(seed: 9)
    let original = generator.floats(999, in: -100...100)
    let projected = updated([Float](repeating: 1e6, count: 999)) {
      PerturbationBox(around: original.span, radius: PixelBudget(0.1), range: .unbounded)
        .project(&$0)
    }
    for index in original.indices {
      let outside = Double(projected[index].nextUp) - Double(original[index])
      #expect(outside > Double(Float(0.1)))
    }
  }

  @Test func radiusZeroGivesTheOriginal() {
    let original = imageValues(99, seed: 3)
    let point = imageValues(99, seed: 4)
    let projected = updated(point) {
      PerturbationBox(around: original.span, radius: PixelBudget(0), range: imageRange)
        .project(&$0)
    }
    #expect(firstDifference(projected, original) == nil)
  }

  @Test func notANumberStaysAndAnUnknownOriginalLeavesTheRange() {
    let original: [Float] = [0, .nan, .nan, .infinity, -.infinity]
    let point: [Float] = [.nan, 1000, 5, 0, 0]
    let projected = updated(point) {
      PerturbationBox(around: original.span, radius: PixelBudget(8), range: imageRange)
        .project(&$0)
    }
    let expected: [Float] = [
      .nan, imageRange.upper[1], 5, imageRange.upper[0], imageRange.lower[1],
    ]
    #expect(firstDifference(projected, expected) == nil)
  }

  @Test func countsAreCompared() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let original = [Float](repeating: 0, count: 5)
      _ = updated([1, 2, 3]) {
        PerturbationBox(around: original.span, radius: PixelBudget(8), range: .unbounded)
          .project(&$0)
      }
    }
    #expect(stderr(of: result).contains("5 values where 3 were expected"))
  }

  @Test func impossibleBudgetsAreRefused() async {
    await #expect(processExitsWith: .failure) { _ = PixelBudget(-1) }
    await #expect(processExitsWith: .failure) { _ = PixelBudget(.nan) }
    await #expect(processExitsWith: .failure) { _ = PixelBudget(.infinity) }
    await #expect(processExitsWith: .failure) {
      _ = ChannelRange(lower: [0, 1, 0], upper: [1, 0, 1])
    }
  }
}

/// What a process that an exit test observed wrote as its last words.
func stderr(of result: ExitTest.Result?) -> String {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}
