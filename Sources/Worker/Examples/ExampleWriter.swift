internal import ByteStorage
public import Jobs

/// Keeps the adversarial examples of this rank as they are made, in a log that survives the end of
/// the process, until ``ExampleFiles`` makes data sets of them.
public final class ExampleWriter {
  private let log: FrameLog
  /// The forms wanted.
  let formats: Set<AdversarialFormat>
  private var lastSync = ContinuousClock.now

  /// How often the log is brought to the disk.
  private static let syncInterval = Duration.seconds(1)

  /// Opens the rank's log in a results directory, or makes one.
  /// - Throws: `FileError`; `FrameError` when the file is something else.
  public init(directory: String, rank: Int, formats: Set<AdversarialFormat>) throws {
    self.formats = formats
    let path = ExampleFiles.logPath(directory, rank)
    if ExampleFiles.exists(path) {
      log = try FrameLog.open(path, kind: ExampleFiles.logKind) { _, _ in }.log
    } else {
      log = try FrameLog.create(path, kind: ExampleFiles.logKind)
    }
  }

  /// Appends an example.
  /// - Throws: `FileError`.
  func keep(_ example: StoredExample) throws {
    try log.append(example.bytes)
    let now = ContinuousClock.now
    if now - lastSync >= Self.syncInterval {
      try log.sync()
      lastSync = now
    }
  }

  /// Brings everything to the disk.
  /// - Throws: `FileError`.
  public func sync() throws { try log.sync() }
}
