public import ByteStorage

/// What the coordinator tells a worker.
public enum ExchangeOrder: Hashable, Sendable {
  /// Do this after what you have.
  case unit(WorkUnit)
  /// The clean model's mean loss of every task over the data set, for all units that follow.
  case meanLosses([Double])
  /// Stop after the current step, deliver what is complete, and say that you have.
  case stop
  /// The last order: leave.
  case dismiss

  /// The order as a message.
  public var bytes: [UInt8] {
    var writer = ByteWriter()
    switch self {
    case .unit(let unit):
      writer.append(Tag.unit.rawValue)
      unit.write(to: &writer)
    case .meanLosses(let losses):
      writer.append(Tag.meanLosses.rawValue)
      writer.append(compact: UInt64(losses.count))
      for loss in losses { writer.append(loss) }
    case .stop: writer.append(Tag.stop.rawValue)
    case .dismiss: writer.append(Tag.dismiss.rawValue)
    }
    return writer.bytes
  }

  /// Reads a message.
  /// - Throws: `ByteError` when it is none.
  public init(_ bytes: [UInt8]) throws(ByteError) {
    var reader = ByteReader(bytes)
    switch Tag(rawValue: try reader.read(UInt8.self)) {
    case .unit: self = .unit(try WorkUnit(from: &reader))
    case .meanLosses:
      var losses: [Double] = []
      for _ in 0..<(try reader.readCount(stride: 8)) { losses.append(try reader.readDouble()) }
      self = .meanLosses(losses)
    case .stop: self = .stop
    case .dismiss: self = .dismiss
    case nil: throw ByteError(position: 0, expected: "a kind of order", found: "\(bytes[0])")
    }
    try reader.finish()
  }

  private enum Tag: UInt8 {
    case unit, meanLosses, stop, dismiss
  }
}
