import Kernels
import TestSupport
import Testing

@Suite struct ReductionTests {
  /// The documented order of plain sums: single precision inside groups, double precision over them.
  private func documentedGroupSum(_ terms: [Float]) -> Double {
    var sums = [Double](repeating: 0, count: 8)
    for start in stride(from: 0, to: terms.count, by: 256) {
      var group = [Float](repeating: 0, count: 32)
      for index in start..<min(start + 256, terms.count) { group[index % 32] += terms[index] / 32 }
      for j in 0..<8 {
        sums[j] += Double((group[j] + group[j + 8]) + (group[j + 16] + group[j + 24]))
      }
    }
    for half in [4, 2, 1] {
      for index in 0..<half { sums[index] += sums[index + half] }
    }
    return sums[0] * 32
  }

  /// The documented order of sums of products: 32 partial sums, then a tree.
  private func documentedSum(_ terms: [Double]) -> Double {
    var partial = [Double](repeating: 0, count: 32)
    for (index, term) in terms.enumerated() { partial[index % 32] += term }
    for half in [16, 8, 4, 2, 1] {
      for index in 0..<half { partial[index] += partial[index + half] }
    }
    return partial[0]
  }

  /// Values of very different sizes, so that sums round even in double precision.
  private func wideFloats(_ count: Int, _ generator: inout SeededGenerator) -> [Float] {
    generator.floats(count).map {
      $0 * Float(sign: .plus, exponent: Int.random(in: -30...30, using: &generator), significand: 1)
    }
  }

  @Test(arguments: awkwardCounts + [255, 256, 257, 1000, 3 * 331]) func sumsHaveTheDocumentedOrder(
    count: Int
  ) {
    var generator = SeededGenerator(seed: UInt64(600 + count))
    for awkward in [false, true] {
      let x = awkward ? generator.awkwardFloats(count) : wideFloats(count, &generator)
      let y = awkward ? generator.awkwardFloats(count) : wideFloats(count, &generator)
      let (wideX, wideY) = (x.map(Double.init), y.map(Double.init))
      #expect(sameDouble(Reduction.sum(x.span), documentedGroupSum(x)))
      #expect(sameDouble(Reduction.l1Norm(x.span), documentedGroupSum(x.map(abs))))
      #expect(sameDouble(Reduction.squaredL2Norm(x.span), documentedSum(wideX.map { $0 * $0 })))
      #expect(sameDouble(Reduction.dot(x.span, y.span), documentedSum(zip(wideX, wideY).map(*))))
    }
  }

  /// More values make the relative error of a sum no larger, as they do in single precision.
  @Test func sumsAreAccurate() {
    let x = [Float](repeating: 0.1, count: 1 << 16)
    let exact = Double(Float(0.1)) * Double(x.count)
    #expect(abs(Reduction.sum(x.span) - exact) <= 0x1p-23 * exact)
    let square = exact * Double(Float(0.1))
    #expect(abs(Reduction.dot(x.span, x.span) - square) <= 0x1p-44 * square)
    #expect(ulpDistance(x.reduce(0, +), Float(exact)) > 100)
  }

  @Test(arguments: [256, 1000, 1 << 16]) func sumsAreWithinTheDocumentedBound(count: Int) {
    var generator = SeededGenerator(seed: UInt64(800 + count))
    let x = generator.floats(count, in: -1e3...1e3)
    let magnitude = x.reduce(0) { $0 + Double(abs($1)) }
    let exact = x.reduce(0) { $0 + Double($1) }
    #expect(abs(Reduction.sum(x.span) - exact) <= 10 * 0x1p-24 * magnitude)
    #expect(abs(Reduction.l1Norm(x.span) - magnitude) <= 0x1p-24 * magnitude)
  }

  @Test func squaresDoNotOverflow() {
    let x = [Float](repeating: .greatestFiniteMagnitude, count: 33)
    #expect(Reduction.squaredL2Norm(x.span).isFinite)
  }

  @Test func magnitudesDoNotOverflow() {
    let x = [Float](repeating: -.greatestFiniteMagnitude, count: 1025)
    #expect(Reduction.l1Norm(x.span) == 1025 * Double(Float.greatestFiniteMagnitude))
    #expect(Reduction.sum(x.span) == -1025 * Double(Float.greatestFiniteMagnitude))
  }

  @Test(arguments: awkwardCounts) func maximaAndCountsEqualTheirTwins(count: Int) {
    var generator = SeededGenerator(seed: UInt64(700 + count))
    let finite = generator.floats(count, in: -1e3...1e3)
    #expect(Reduction.maximumMagnitude(finite.span) == finite.map(abs).max() ?? 0)
    #expect(Reduction.nonFiniteCount(finite.span) == 0)
    let awkward = generator.awkwardFloats(count)
    #expect(Reduction.nonFiniteCount(awkward.span) == awkward.count { !$0.isFinite })
    let largest = Reduction.maximumMagnitude(awkward.span)
    if awkward.contains(where: \.isNaN) {
      #expect(largest.isNaN)
    } else {
      #expect(largest == awkward.map(abs).max() ?? 0)
    }
  }

  @Test(arguments: [1, 8, 16, 17, 33]) func oneBadValueIsFoundAnywhere(count: Int) {
    for place in 0..<count {
      for bad: Float in [.nan, -.nan, .infinity, -.infinity] {
        var x = [Float](repeating: .greatestFiniteMagnitude, count: count)
        x[place] = bad
        #expect(Reduction.nonFiniteCount(x.span) == 1)
        let largest = Reduction.maximumMagnitude(x.span)
        #expect(bad.isNaN ? largest.isNaN : largest == .infinity)
        #expect(!Reduction.sum(x.span).isFinite)
      }
    }
  }

  @Test func countsAreCompared() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Reduction.dot([1, 2, 3].span, [1, 2].span)
    }
    #expect(stderr(of: result).contains("2 values where 3 were expected"))
  }
}
