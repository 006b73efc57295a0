/// What the coordinator did in a run, for `run.json` and for what one coordinator can carry.
public struct CoordinatorFigures: Codable, Hashable, Sendable {
  /// Records that came.
  public var recordCount = 0
  /// Messages and their bytes.
  public var traffic = ExchangeTraffic()
  /// Time from the first unit to the last report, in seconds.
  public var seconds = 0.0
  /// The part of it asleep, with nothing to do, in seconds. The rest is what the records cost.
  public var idleSeconds = 0.0
  /// Time in the journal, in seconds: writing, checksums and bringing it to the disk.
  public var journalSeconds = 0.0

  /// Creates figures of nothing.
  public init() {}

  /// Time in which the coordinator had something to do, in seconds.
  public var busySeconds: Double { seconds - idleSeconds }
}
