internal import ByteStorage
public import Jobs
public import MessagePassing
public import Tasks

/// Brings the records that ranks made of their images together.
public enum RecordGathering {
  /// Gathers records on rank zero. Collective.
  /// - Parameter conventions: the model's tasks.
  /// - Returns: all records in the order of images on rank zero, nil elsewhere.
  /// - Throws: `MPIError`; `ByteError` for a message that is none.
  public static func gather(
    _ own: [RunRecord], conventions: [TaskConvention], over world: Communicator
  ) throws -> [RunRecord]? {
    var writer = ByteWriter()
    writer.append(compact: UInt64(own.count))
    for record in own { writer.append(block: record.bytes) }
    guard let gathered = try world.gather(varying: writer.bytes.span, at: 0) else { return nil }
    let records = try (0..<world.size).flatMap { rank in
      var reader = ByteReader(Array(gathered[rank]))
      return try (0..<reader.readCount()).map { _ in
        try RunRecord(reader.readBlock(), conventions: conventions)
      }
    }
    return records.sorted { $0.key.image < $1.key.image }
  }
}
