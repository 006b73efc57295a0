public import Foundation

/// What a run knows of where and when it runs.
public struct AttemptFacts: Sendable {
  /// When it began.
  public let start: Date
  /// The host of every rank.
  public let hostNames: [String]
  /// Threads of every rank.
  public let threadCounts: [Int]
  /// Versions of program and libraries, one a line.
  public let versions: [String]
  /// The thread level that MPI granted.
  public let threadLevel: String

  /// Joins the facts.
  public init(
    start: Date, hostNames: [String], threadCounts: [Int], versions: [String], threadLevel: String
  ) {
    self.start = start
    self.hostNames = hostNames
    self.threadCounts = threadCounts
    self.versions = versions
    self.threadLevel = threadLevel
  }
}
