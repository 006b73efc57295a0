/// How many pixels are within each of three limits, the narrowest first.
public struct ThresholdCounts: Hashable, Sendable {
  /// Pixels within the first limit.
  public var narrow: Int
  /// Pixels within the second limit, those within the first among them.
  public var middle: Int
  /// Pixels within the third limit, those within the others among them.
  public var wide: Int

  /// Creates counts, of nothing unless told.
  public init(narrow: Int = 0, middle: Int = 0, wide: Int = 0) {
    self.narrow = narrow
    self.middle = middle
    self.wide = wide
  }

  /// Counts a value that is `magnitude` apart, NaN as apart without limit.
  @inline(__always)
  mutating func count<Value: BinaryFloatingPoint>(
    _ magnitude: Value, _ limits: (narrow: Value, middle: Value, wide: Value)
  ) {
    narrow &+= magnitude <= limits.narrow ? 1 : 0
    middle &+= magnitude <= limits.middle ? 1 : 0
    wide &+= magnitude <= limits.wide ? 1 : 0
  }

  /// Whether each limit has at least as many pixels as the one before, and none more than `total`.
  func isOrdered(total: Int) -> Bool {
    narrow >= 0 && narrow <= middle && middle <= wide && wide <= total
  }

  /// Adds counts, `times` times.
  mutating func add(_ other: ThresholdCounts, times: Int = 1) {
    narrow += other.narrow * times
    middle += other.middle * times
    wide += other.wide * times
  }
}
