internal import ByteStorage
internal import Foundation
internal import Jobs

/// What a training is, and when and where it ran: `training.json`.
struct TrainingHistory: Codable {
  /// A fact of the identity.
  struct Fact: Codable {
    var name: String
    var value: String
  }

  /// One time that the training was started.
  struct Attempt: Codable {
    /// When, ISO 8601 in UTC.
    var start: String
    /// The host of every rank.
    var hosts: [String]
    /// Threads of every rank.
    var threads: [Int]
    /// Versions, one a line.
    var versions: [String]

    init(_ facts: AttemptFacts) {
      start = facts.start.ISO8601Format()
      hosts = facts.hostNames
      threads = facts.threadCounts
      versions = facts.versions
    }
  }

  /// A history that cannot be read.
  struct Unreadable: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "\(path): expected the history of a training, found \(reason)" }
  }

  /// The form of the file.
  var version = Self.currentVersion
  /// The name of the job.
  var job: String
  /// What the parameters after any iteration depend on, in order.
  var identity: [Fact]
  /// The times that the training was started, in order.
  var attempts: [Attempt] = []

  private static let currentVersion = 1

  /// Begins a history.
  init(job: String, identity: RunIdentity) {
    self.job = job
    self.identity = identity.facts.map { Fact(name: $0.name, value: $0.value) }
  }

  /// Reads a history.
  /// - Throws: ``Unreadable``.
  init(path: String) throws {
    do {
      self = try JSONDecoder().decode(
        Self.self, from: Data(WholeFile.read(path)))
    } catch {
      throw Unreadable(path: path, reason: "\(error)")
    }
    guard version == Self.currentVersion else {
      throw Unreadable(path: path, reason: "version \(version)")
    }
  }

  /// The identity.
  var runIdentity: RunIdentity {
    RunIdentity(identity.map { RunIdentity.Fact($0.name, $0.value) })
  }

  /// Writes the file, whole or not at all.
  /// - Throws: `FileError`.
  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try PartialFile.write(Array(try encoder.encode(self)) + [0x0A], to: path)
  }
}
