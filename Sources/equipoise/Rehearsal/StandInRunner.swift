import Glibc
import Jobs
import Worker

/// Sleeps where the evaluation of a network would compute, and delivers stand-in records.
final class StandInRunner: UnitRunning {
  private let records: StandInRecords
  private let microseconds: UInt32

  /// Nothing is read.
  let readSeconds = 0.0

  /// - Parameter seconds: the time of one attack on one image, and of the clean images of a unit, for
  ///   each.
  init(_ records: StandInRecords, seconds: Double) {
    self.records = records
    microseconds = UInt32(seconds * 1e6)
  }

  func prepare(for unit: WorkUnit) {}

  func setMeanLosses(_ losses: [Double]) {}

  func run(
    _ unit: WorkUnit, shouldStop: () throws -> Bool, deliver: ([UInt8]) throws -> Void
  ) throws -> Bool {
    for image in unit.images {
      // Every unit computes its clean images, whether or not their records are missing.
      if try shouldStop() { return false }
      usleep(microseconds)
      for configuration in unit.configurations {
        if configuration != RecordKey.clean {
          if try shouldStop() { return false }
          usleep(microseconds)
        }
        try deliver(records[RecordKey(image: image, configuration: configuration)])
      }
    }
    return true
  }
}
