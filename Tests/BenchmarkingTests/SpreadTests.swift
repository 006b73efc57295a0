import Benchmarking
import Testing

struct SpreadTests {
  @Test func medianOfOddAndEvenCounts() {
    #expect(Spread([3, 1, 2]).median == 2)
    #expect(Spread([4, 1, 3, 2]).median == 2.5)
    #expect(Spread([7]).median == 7)
  }

  @Test func keepsExtremesAndOrder() {
    let spread = Spread([3, 1, 2])
    #expect(spread.minimum == 1)
    #expect(spread.maximum == 3)
    #expect(spread.samples == [3, 1, 2])
  }
}
