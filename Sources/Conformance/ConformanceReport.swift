/// The comparisons made for one reference file.
public struct ConformanceReport: Sendable {
  /// The file.
  public let path: String
  /// What the file was recognised as.
  public let kind: String
  /// The comparisons, in the order of the file.
  public var measurements: [Measurement] = []
  /// Parts of the file that this version has nothing to compare with.
  public var notCovered: [String] = []

  /// Whether every comparison is within its bound.
  public var passes: Bool { measurements.allSatisfy(\.passes) }

  /// Adds a comparison.
  mutating func add(
    _ subject: String, _ quantity: Measurement.Quantity, _ error: Double, bound: Double
  ) {
    measurements.append(
      Measurement(subject: subject, quantity: quantity, error: error, bound: bound))
  }
}
