internal import ByteStorage

/// What a worker did and waited for in a run, in seconds, for `run.json`.
public struct WorkerFigures: Hashable, Sendable {
  /// Number of units completed.
  public var unitCount = 0
  /// Time in units: reading that had to be waited for, passes, metrics.
  public var computeSeconds = 0.0
  /// Time waiting for images that reading ahead had not read yet; a part of the compute time.
  public var readSeconds = 0.0
  /// Time waiting for units.
  public var waitSeconds = 0.0
  /// Time handing results over.
  public var deliverySeconds = 0.0

  /// Creates figures of nothing.
  public init() {}

  func write(to writer: inout ByteWriter) {
    writer.append(compact: UInt64(unitCount))
    for seconds in [computeSeconds, readSeconds, waitSeconds, deliverySeconds] {
      writer.append(seconds)
    }
  }

  init(from reader: inout ByteReader) throws(ByteError) {
    unitCount = try reader.readIndex()
    computeSeconds = try reader.readDouble()
    readSeconds = try reader.readDouble()
    waitSeconds = try reader.readDouble()
    deliverySeconds = try reader.readDouble()
  }
}
