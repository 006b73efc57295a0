/// The 32 partial sums of a reduction: enough independent additions to hide their latency.
struct PartialSums {
  private var first = SIMD8<Double>(repeating: 0)
  private var second = SIMD8<Double>(repeating: 0)
  private var third = SIMD8<Double>(repeating: 0)
  private var fourth = SIMD8<Double>(repeating: 0)

  /// The sum of `term` over all values.
  @inline(__always)
  static func sum(_ x: Span<Float>, _ term: (Lanes) -> SIMD8<Double>) -> Double {
    var sums = Self()
    var index = 0
    while index &+ 32 <= x.count {
      sums.first += term(x.lanes(at: index))
      sums.second += term(x.lanes(at: index &+ 8))
      sums.third += term(x.lanes(at: index &+ 16))
      sums.fourth += term(x.lanes(at: index &+ 24))
      index &+= 32
    }
    var quarter = 0
    while index &+ 8 <= x.count {
      sums.add(term(x.lanes(at: index)), quarter: quarter)
      quarter += 1
      index &+= 8
    }
    if index < x.count { sums.add(term(x.lastLanes(at: index)), quarter: quarter) }
    return sums.total
  }

  /// The sum of `term` over all pairs of values at the same place.
  /// - Precondition: equal counts.
  @inline(__always)
  static func sum(
    _ x: Span<Float>, _ y: Span<Float>, _ term: (Lanes, Lanes) -> SIMD8<Double>
  ) -> Double {
    requireEqualCounts(x.count, y.count)
    var sums = Self()
    var index = 0
    while index &+ 32 <= x.count {
      sums.first += term(x.lanes(at: index), y.lanes(at: index))
      sums.second += term(x.lanes(at: index &+ 8), y.lanes(at: index &+ 8))
      sums.third += term(x.lanes(at: index &+ 16), y.lanes(at: index &+ 16))
      sums.fourth += term(x.lanes(at: index &+ 24), y.lanes(at: index &+ 24))
      index &+= 32
    }
    var quarter = 0
    while index &+ 8 <= x.count {
      sums.add(term(x.lanes(at: index), y.lanes(at: index)), quarter: quarter)
      quarter += 1
      index &+= 8
    }
    if index < x.count {
      sums.add(term(x.lastLanes(at: index), y.lastLanes(at: index)), quarter: quarter)
    }
    return sums.total
  }

  @inline(__always)
  private mutating func add(_ terms: SIMD8<Double>, quarter: Int) {
    switch quarter {
    case 0: first += terms
    case 1: second += terms
    case 2: third += terms
    default: fourth += terms
    }
  }

  /// The tree over the partial sums; written out, since the order of `sum()` is not documented.
  @inline(__always)
  private var total: Double {
    let eight = (first + third) + (second + fourth)
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}
