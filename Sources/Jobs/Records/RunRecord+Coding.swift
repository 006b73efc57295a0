internal import Attacks
public import ByteStorage
public import Tasks

// The layout. Numbers of fixed width are little-endian, counts are compact.
//
//   count image; count configuration; count of tasks
//   for every task: f64 loss, u8 1 when the label is empty
//   for attacks: f64 objective, f64 relative change, count restart, u32 flags, f32 largest change,
//     f64 Euclidean change, count of steps; for every step f64 objective, f32 step size and the
//     losses as above
//   for every task: the metric record
extension RunRecord {
  /// The record as bytes, which ``init(_:conventions:)`` reads. A function of the record alone.
  public var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.append(compact: UInt64(key.image))
    writer.append(compact: UInt64(key.configuration))
    writer.append(compact: UInt64(losses.count))
    writer.append(losses)
    if let attack {
      writer.append(attack.objective)
      writer.append(attack.relativeChange)
      writer.append(compact: UInt64(attack.restart))
      writer.append(UInt32(truncatingIfNeeded: attack.flags.rawValue))
      writer.append(attack.largestChange)
      writer.append(attack.euclideanChange)
      writer.append(compact: UInt64(attack.steps.count))
      for step in attack.steps {
        writer.append(step.objective)
        writer.append(step.stepSize)
        writer.append(step.losses)
      }
    }
    for metric in metrics { metric.encode(to: &writer) }
    return writer.bytes
  }

  /// Reads bytes.
  /// - Parameter conventions: the model's tasks.
  /// - Throws: `ByteError` when they are no record of such a model.
  public init(_ bytes: [UInt8], conventions: [TaskConvention]) throws(ByteError) {
    var reader = ByteReader(bytes)
    key = try reader.readKey()
    let start = reader.position
    let taskCount = try reader.readIndex()
    guard taskCount == conventions.count else {
      throw ByteError(
        position: start, expected: "\(conventions.count) tasks", found: "\(taskCount)")
    }
    losses = try reader.readLosses(taskCount)
    attack =
      key.configuration == RecordKey.clean ? nil : try reader.readFigures(taskCount: taskCount)
    var metrics: [MetricRecord] = []
    for convention in conventions {
      metrics.append(try MetricRecord(from: &reader, of: convention))
    }
    self.metrics = metrics
    try reader.finish()
  }

  /// The image and configuration of a record's bytes, without the rest.
  /// - Throws: `ByteError` when they are no beginning of a record.
  public static func key(of bytes: [UInt8]) throws(ByteError) -> RecordKey {
    var reader = ByteReader(bytes)
    return try reader.readKey()
  }
}

extension ByteWriter {
  fileprivate mutating func append(_ losses: [TaskLoss]) {
    for loss in losses {
      append(loss.value)
      append(UInt8(loss.isEmpty ? 1 : 0))
    }
  }
}

extension ByteReader {
  fileprivate mutating func readKey() throws(ByteError) -> RecordKey {
    RecordKey(image: try readIndex(), configuration: try readIndex())
  }

  fileprivate mutating func readLosses(_ count: Int) throws(ByteError) -> [TaskLoss] {
    var losses: [TaskLoss] = []
    for _ in 0..<count {
      let value = try readDouble()
      losses.append(TaskLoss(value, isEmpty: try read(UInt8.self) == 1))
    }
    return losses
  }

  fileprivate mutating func readFigures(taskCount: Int) throws(ByteError) -> AttackFigures {
    let objective = try readDouble()
    let relativeChange = try readDouble()
    let restart = try readIndex()
    let flags = AttackFlags(rawValue: Int(try read(UInt32.self)))
    let largestChange = try readFloat()
    let euclideanChange = try readDouble()
    var steps: [StepRecord] = []
    for _ in 0..<(try readCount(stride: 12 + 9 * taskCount)) {
      let objective = try readDouble()
      let stepSize = try readFloat()
      steps.append(
        StepRecord(
          losses: try readLosses(taskCount), objective: objective, stepSize: stepSize))
    }
    return AttackFigures(
      objective: objective, relativeChange: relativeChange, restart: restart, flags: flags,
      largestChange: largestChange, euclideanChange: euclideanChange, steps: steps)
  }
}
