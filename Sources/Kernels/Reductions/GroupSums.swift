/// Sums in single precision inside groups of 256 values, and in double precision over the groups.
///
/// Converting every value to double precision takes a core longer than reading it from the third
/// cache does; a group needs one conversion for 32 values.
struct GroupSums {
  private var sums = SIMD8<Double>(repeating: 0)

  /// Values of a group: 32 for each of the eight sums.
  private static let groupSize = 256
  /// The terms are divided by their number in a group's sum, so that no group overflows; that is
  /// exact for normal numbers.
  private static let scale: Float = 1 / 32

  /// The sum of `term` over all values; `term` must map 0 to 0.
  @inline(__always)
  static func sum(_ x: Span<Float>, _ term: (Lanes) -> Lanes) -> Double {
    let zero = Lanes(repeating: 0)
    @inline(__always)
    func scaled(_ lanes: Lanes) -> Lanes { scale * term(lanes) }
    var sums = Self()
    var start = 0
    while start &+ groupSize <= x.count {
      var (first, second, third, fourth) = (zero, zero, zero, zero)
      var index = start
      while index < start &+ groupSize {
        first += scaled(x.lanes(at: index))
        second += scaled(x.lanes(at: index &+ 8))
        third += scaled(x.lanes(at: index &+ 16))
        fourth += scaled(x.lanes(at: index &+ 24))
        index &+= 32
      }
      sums.add((first + second) + (third + fourth))
      start &+= groupSize
    }
    guard start < x.count else { return sums.total }
    var group = [zero, zero, zero, zero] as InlineArray<4, Lanes>
    var quarter = 0
    while start < x.count {
      group[quarter & 3] += scaled(
        start &+ 8 <= x.count ? x.lanes(at: start) : x.lastLanes(at: start))
      quarter &+= 1
      start &+= 8
    }
    sums.add((group[0] + group[1]) + (group[2] + group[3]))
    return sums.total
  }

  // Never inlined: the optimiser would take the loop before apart, lane by lane.
  @inline(never)
  private mutating func add(_ group: Lanes) { sums += group.doubles }

  /// The tree over the eight sums; written out, since the order of `sum()` is not documented.
  private var total: Double {
    let four = sums.lowHalf + sums.highHalf
    let two = four.lowHalf + four.highHalf
    return (two[0] + two[1]) / Double(Self.scale)
  }
}
