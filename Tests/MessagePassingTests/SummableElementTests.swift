import Testing

@testable import MessagePassing

@Suite struct SummableElementTests {
  @Test func integersReportWhatDoesNotFit() {
    let cases: [(Int64, Int64, Bool)] = [
      (.max, 0, true), (.max, 1, false), (.min, -1, false), (.min, .max, true), (.min, .min, false),
      (1 << 62, 1 << 62, false), (-(1 << 62), -(1 << 62), true),
    ]
    for (left, right, fits) in cases {
      var sums = [3, left]
      var span = sums.mutableSpan
      #expect(Int64.add([4, right].span, to: &span) == fits, "\(left) + \(right)")
      #expect(sums == [7, left &+ right])
    }
  }

  @Test func floatingPointNumbersFollowIEEE() {
    var sums: [Float] = [-0.0, .infinity, .infinity, .greatestFiniteMagnitude, .nan, 1]
    let addends: [Float] = [-0.0, 1, -.infinity, .greatestFiniteMagnitude, 1, 0x1p-24]
    var span = sums.mutableSpan
    let fits = Float.add(addends.span, to: &span)
    #expect(fits)
    #expect(sums[0].sign == .minus)
    #expect(sums[1] == .infinity && sums[3] == .infinity)
    #expect(sums[2].isNaN && sums[4].isNaN)
    #expect(sums[5] == 1)
  }
}
