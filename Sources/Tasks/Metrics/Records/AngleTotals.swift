/// Sums over the angles between predicted and true normals, in degrees.
public struct AngleTotals: Hashable, Sendable {
  /// Valid pixels whose label has a direction.
  public var validCount = 0
  /// Those of them whose prediction is not finite: at 180 degrees in the histogram, in no sum.
  public var nonFiniteCount = 0
  /// Valid pixels whose label is the zero vector: in nothing else. In `paper` mode their angle is
  /// 90 degrees, and `strict` mode leaves them out.
  public var directionlessCount = 0
  /// The sum of the angles.
  public var angleSum = 0.0
  /// The sum of the cosines.
  public var cosineSum = 0.0
  /// Angles of at most 11.25, 22.5 and 30 degrees.
  public var within = ThresholdCounts()

  /// Creates totals of no pixel.
  public init() {}

  /// The limits of ``within``.
  static let limits = (narrow: 11.25, middle: 22.5, wide: 30.0)

  /// Adds totals, `times` times.
  mutating func add(_ other: AngleTotals, times: Int = 1) {
    validCount += other.validCount * times
    nonFiniteCount += other.nonFiniteCount * times
    directionlessCount += other.directionlessCount * times
    angleSum += other.angleSum * Double(times)
    cosineSum += other.cosineSum * Double(times)
    within.add(other.within, times: times)
  }
}
