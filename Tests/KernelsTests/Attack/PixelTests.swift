import Kernels
import TestSupport
import Testing

@Suite struct PixelTests {
  private static let counts = [0, 1, 7, 8, 9, 16, 17, 33]

  @Test("changes become whole, within the radius", arguments: counts)
  func rounding(_ count: Int) {
    var generator = SeededGenerator(seed: UInt64(count + 3))
    let original = (0..<count).map { Float($0 * 5 % 256) - 104.25 }
    for radius: Float in [0, 0.9, 2.5, 8] {
      let change = generator.floats(count, in: -(radius + 0.001)...(radius + 0.001))
      for towardsOriginal in [false, true] {
        var point = zip(original, change).map { $0 + $1 }
        let before = point
        var span = point.mutableSpan
        PixelRounding.apply(
          to: &span, around: original.span, radius: PixelBudget(radius),
          towardsOriginal: towardsOriginal)
        for place in original.indices {
          let exact = before[place] - original[place]
          let limit = radius.rounded(.down)
          let whole = exact.rounded(towardsOriginal ? .towardZero : .toNearestOrEven)
          #expect(point[place] == original[place] + min(max(whole, -limit), limit))
        }
      }
    }
  }

  @Test("a NaN is not rounded")
  func roundingNaN() {
    var point: [Float] = [.nan, 1.4]
    let original: [Float] = [0, 0]
    var span = point.mutableSpan
    PixelRounding.apply(
      to: &span, around: original.span, radius: PixelBudget(8), towardsOriginal: false)
    #expect(point[0].isNaN && point[1] == 1)
  }

  @Test("the pixels with the largest sums, the first of equal ones")
  func selection() {
    let direction: [Float] = [1, -1, 1, 3, 0, 0, -2, 0, -2, .nan, 9, 9, 0, 3, 0]
    let expected = [
      [], [2], [0, 2], [0, 1, 2], [0, 1, 2, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4],
    ]
    for (count, chosen) in expected.enumerated() {
      let selection = PixelSelection(largestOf: direction.span, count: count)
      #expect(selection.isChosen.indices.filter { selection.isChosen[$0] } == chosen)
      var restricted = direction
      var span = restricted.mutableSpan
      selection.restrict(&span)
      for place in direction.indices {
        let isKept = chosen.contains(place / 3)
        #expect(restricted[place].bitPattern == (isKept ? direction[place] : 0).bitPattern)
      }
    }
  }

  @Test("signs", arguments: counts)
  func signs(_ count: Int) {
    let values = (0..<count).map {
      [-3, -0.0, 0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude][$0 % 7] as Float
    }
    var found = values
    var span = found.mutableSpan
    SignVote.replaceWithSigns(&span)
    #expect(found == values.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 })
  }
}
