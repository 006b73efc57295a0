internal import ByteStorage
internal import Foundation
internal import Jobs

/// Everything about a run that may differ between two runs with the same results: `run.json`.
struct RunHistory: Codable {
  /// The job as it was decoded, in words.
  var job: String
  /// What results depend on.
  var identity: [String: String]
  /// SHA-256 of the identity.
  var identityDigest: String
  /// The times that the run was started, in order.
  var attempts: [RunAttempt] = []

  /// Adds an attempt to the history that a folder has, or begins one.
  ///
  /// A history that cannot be read is begun anew: nothing else depends on it.
  /// - Throws: `FileError`.
  static func add(
    _ attempt: RunAttempt, identity: RunIdentity, job: EvaluationJob, to path: String
  ) throws {
    let known = try? JSONDecoder().decode(
      RunHistory.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    var history =
      known
      ?? RunHistory(
        job: job.name,
        identity: Dictionary(
          identity.facts.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }),
        identityDigest: identity.digest)
    history.attempts.append(attempt)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try PartialFile.write(Array(try encoder.encode(history)) + [0x0A], to: path)
  }
}

/// One time that a run was started, for `run.json`.
struct RunAttempt: Codable, Sendable {
  /// A worker of the attempt.
  struct Worker: Codable, Sendable {
    var rank: Int
    var host: String
    var units: Int
    var computeSeconds: Double
    var readSeconds: Double
    var waitSeconds: Double
    var deliverySeconds: Double
  }

  /// When it began and ended, ISO 8601 in UTC.
  var start: String
  var end: String
  /// Seconds between the two.
  var seconds: Double
  /// How it ended.
  var ending: String
  /// Records that were there before and after.
  var recordsBefore: Int
  var recordsAfter: Int
  /// The host of every rank.
  var hosts: [String]
  /// Threads of every rank.
  var threads: [Int]
  /// Versions, one a line.
  var versions: [String]
  /// The thread level that MPI granted.
  var threadLevel: String
  /// What rank zero did besides.
  var coordinator: CoordinatorFigures
  /// What the workers did.
  var workers: [Worker]
}
