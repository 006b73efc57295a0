import Kernels
import TestSupport
import Testing

@Suite struct PixelTests {
  private static let counts = [0, 1, 7, 8, 9, 16, 17, 33]

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
