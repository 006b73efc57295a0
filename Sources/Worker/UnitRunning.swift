public import Jobs

/// What computes units: the evaluation of a network, or a stand-in for it.
public protocol UnitRunning: AnyObject {
  /// Gets ready for a unit that comes next, as far as that does not keep the caller waiting.
  func prepare(for unit: WorkUnit)

  /// Takes the clean model's mean losses over the data set, before the first unit that needs them.
  /// - Throws: when an attack cannot be made of them.
  func setMeanLosses(_ losses: [Double]) throws

  /// Computes a unit.
  /// - Parameters:
  ///   - shouldStop: asked between steps; after a yes the unit ends as soon as it can.
  ///   - deliver: takes the bytes of every record when it is complete.
  /// - Returns: whether the unit was completed.
  func run(
    _ unit: WorkUnit, shouldStop: () throws -> Bool, deliver: ([UInt8]) throws -> Void
  ) throws -> Bool

  /// Seconds that units have waited for their images so far.
  var readSeconds: Double { get }
}
