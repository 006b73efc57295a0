internal import ByteStorage
internal import Jobs
internal import Tasks

/// All records of a run, in the order in which they came: what a run is continued from, and where
/// rank zero keeps them until the end, since they may not fit in memory.
///
/// Its first frame is the identity of the run, every other one a record. Memory: eight bytes for
/// every image and configuration.
final class RunJournal {
  /// What was done to a journal when it was opened again.
  struct Recovery {
    /// Records that were there.
    let recordCount: Int
    /// Bytes of a torn frame at the end, which were cut off.
    let tornByteCount: Int
  }

  private static let kind = "EQPJRNL1"

  private let log: FrameLog
  private let configurationCount: Int
  private var positions: [Int64]
  /// Records that are there.
  private(set) var recordCount = 0

  private init(_ log: FrameLog, _ positions: [Int64], configurationCount: Int) {
    self.log = log
    self.positions = positions
    self.configurationCount = configurationCount
    recordCount = positions.count { $0 >= 0 }
  }

  /// Begins a journal.
  /// - Throws: `FileError`.
  static func create(
    _ path: String, identity: RunIdentity, imageCount: Int, configurationCount: Int
  ) throws -> RunJournal {
    let log = try FrameLog.create(path, kind: kind)
    try log.append(identity.bytes)
    try log.sync()
    return RunJournal(
      log, Array(repeating: -1, count: imageCount * configurationCount),
      configurationCount: configurationCount)
  }

  /// Opens a journal to go on with it.
  /// - Parameter visit: receives the bytes of every record that counts.
  /// - Throws: `FileError`; `RunIdentity.Mismatch` when it is of another run;
  ///   `FrameError`, also for frames that are no records of this run.
  static func open(
    _ path: String, identity: RunIdentity, imageCount: Int, configurationCount: Int,
    visit: (_ record: [UInt8]) throws -> Void
  ) throws -> (journal: RunJournal, recovery: Recovery) {
    var positions = [Int64](repeating: -1, count: imageCount * configurationCount)
    var isFirst = true
    // The identity is checked on the first frame, before anything is cut off.
    let (log, torn) = try FrameLog.open(path, kind: kind) { position, payload in
      if isFirst {
        isFirst = false
        try identity.check(try RunIdentity(payload), in: path)
        return
      }
      let key = try key(of: payload, path: path, position: position)
      guard key.image < imageCount, key.configuration < configurationCount else {
        throw FrameError(
          path: path, position: position,
          expectation: "one of \(imageCount) images and \(configurationCount) configurations",
          finding: "image \(key.image), configuration \(key.configuration)")
      }
      let index = key.image * configurationCount + key.configuration
      guard positions[index] < 0 else { return }
      positions[index] = Int64(position)
      try visit(payload)
    }
    if isFirst {
      // Killed before the first frame was on the disk.
      try log.append(identity.bytes)
      try log.sync()
    }
    let journal = RunJournal(log, positions, configurationCount: configurationCount)
    return (journal, Recovery(recordCount: journal.recordCount, tornByteCount: torn))
  }

  /// Whether a record is there.
  func has(_ key: RecordKey) -> Bool { positions[index(key)] >= 0 }

  /// Appends the bytes of a record, unless there is one of the same image and configuration.
  /// - Returns: whether it was new.
  /// - Throws: `FileError`; `FrameError` when it is no record of this run.
  func append(_ record: [UInt8]) throws -> Bool {
    let key = try Self.key(of: record, path: log.path, position: log.byteCount)
    guard !has(key) else { return false }
    positions[index(key)] = Int64(try log.append(record))
    recordCount += 1
    return true
  }

  /// Brings all records to the disk.
  /// - Throws: `FileError`.
  func sync() throws { try log.sync() }

  /// The record of an image and configuration.
  /// - Throws: `FileError`, `FrameError`, `ByteError` when it is damaged.
  /// - Precondition: it is there.
  func record(_ key: RecordKey, conventions: [TaskConvention]) throws -> RunRecord {
    let position = positions[index(key)]
    precondition(position >= 0, "no record of \(key)")
    return try RunRecord(log.frame(at: Int(position)), conventions: conventions)
  }

  private func index(_ key: RecordKey) -> Int {
    let index = key.image * configurationCount + key.configuration
    precondition(
      key.configuration < configurationCount && positions.indices.contains(index), "\(key)")
    return index
  }

  private static func key(
    of payload: [UInt8], path: String, position: Int
  ) throws(FrameError) -> RecordKey {
    do {
      return try RunRecord.key(of: payload)
    } catch {
      throw FrameError(
        path: path, position: position, expectation: "a record", finding: "\(error)")
    }
  }
}
