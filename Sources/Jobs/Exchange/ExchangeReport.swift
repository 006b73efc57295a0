public import ByteStorage

/// What a worker tells the coordinator.
public enum ExchangeReport: Hashable, Sendable {
  /// Results of a unit, each the bytes of a record; more may follow unless the unit is complete.
  case results(unit: Int, records: [[UInt8]], isComplete: Bool)
  /// The rank was asked to stop, by a signal.
  case stopWanted
  /// The answer to ``ExchangeOrder/stop``: no results follow.
  case stopped
  /// The last report, the answer to ``ExchangeOrder/dismiss``.
  case farewell(WorkerFigures)
  /// The rank cannot go on.
  case failure(String)

  /// The report as a message.
  public var bytes: [UInt8] {
    var writer = ByteWriter()
    switch self {
    case .results(let unit, let records, let isComplete):
      writer.append(Tag.results.rawValue)
      writer.append(compact: UInt64(unit))
      writer.append(UInt8(isComplete ? 1 : 0))
      writer.append(compact: UInt64(records.count))
      for record in records { writer.append(block: record) }
    case .stopWanted:
      writer.append(Tag.stopWanted.rawValue)
    case .stopped:
      writer.append(Tag.stopped.rawValue)
    case .farewell(let figures):
      writer.append(Tag.farewell.rawValue)
      figures.write(to: &writer)
    case .failure(let text):
      writer.append(Tag.failure.rawValue)
      writer.append(text)
    }
    return writer.bytes
  }

  /// Reads a message.
  /// - Throws: `ByteError` when it is none.
  public init(_ bytes: [UInt8]) throws(ByteError) {
    var reader = ByteReader(bytes)
    switch Tag(rawValue: try reader.read(UInt8.self)) {
    case .results:
      let unit = try reader.readIndex()
      let isComplete = try reader.read(UInt8.self) == 1
      var records: [[UInt8]] = []
      for _ in 0..<(try reader.readCount()) { records.append(try reader.readBlock()) }
      self = .results(unit: unit, records: records, isComplete: isComplete)
    case .stopWanted: self = .stopWanted
    case .stopped: self = .stopped
    case .farewell: self = .farewell(try WorkerFigures(from: &reader))
    case .failure: self = .failure(try reader.readText())
    case nil: throw ByteError(position: 0, expected: "a kind of report", found: "\(bytes[0])")
    }
    try reader.finish()
  }

  private enum Tag: UInt8 {
    case results, stopWanted, stopped, farewell, failure
  }
}
