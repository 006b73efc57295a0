import Foundation
import Glibc
import TestSupport
import Testing

/// `equipoise train` on several ranks.
@Suite(.serialized) struct TrainingRankTests {
  private static let last = "checkpoints/checkpoint-000000009.safetensors"

  /// The studio's job with a line for the exchange.
  private func write(_ lines: String, to name: String, in studio: TrainingStudio) throws {
    try studio.write(
      Array(studio.job().replacing("seed: 4", with: "seed: 4\n\(lines)").utf8), to: name)
  }

  /// Killed and resumed: the same bytes as uninterrupted. Both ways to update: the same bytes.
  @Test func twoRanksKeepTheirBytes() throws {
    let studio = try TrainingStudio()
    var references: [[String: [UInt8]]] = []
    for (exchange, scope) in [
      ("root", "local"), ("sharded", "local"), ("sharded", "synchronised"),
    ] {
      let name = "\(exchange)-\(scope)"
      try write("exchange: \(exchange)\nbatch-norm: \(scope)", to: "\(name).yml", in: studio)
      let reference = try studio.results(of: name, ranks: 2, job: "\(name).yml")
      references.append(reference)
      #expect(studio.rowCount(name) == 2 * TrainingStudio.iterations)
      let killed = "killed-\(name)"
      try kill(killed, "\(name).yml", after: 7, in: studio)
      #expect(try studio.results(of: killed, ranks: 2, "--resume", job: "\(name).yml") == reference)
      #expect(
        try studio.bytes("\(killed)/\(Self.last)") == studio.bytes("\(name)/\(Self.last)"))
    }
    #expect(references[0] == references[1])
    #expect(references[1] != references[2])
    let last = try studio.bytes("root-local/\(Self.last)")
    #expect(try studio.bytes("sharded-local/\(Self.last)") == last)
  }

  /// Starts a training and kills rank zero when it has written some rows.
  private func kill(
    _ name: String, _ job: String, after rows: Int, in studio: TrainingStudio
  ) throws {
    let run = try BackgroundCommand(
      studio.arguments(name, job: job), in: studio.url, ranks: 2)
    run.wait { studio.rowCount(name) >= rows }
    let lock = String(decoding: try studio.bytes("\(name)/lock"), as: UTF8.self)
    let words = lock.split { !$0.isNumber && !$0.isLetter }
    let place = try #require(words.firstIndex(of: "process"))
    let process = try #require(Int32(words[place + 1]))
    #expect(Glibc.kill(process, SIGKILL) == 0)
    let (status, _) = try run.end()
    #expect(status != 0)
    #expect(!studio.exists("\(name)/model.safetensors"))
  }

  /// More ranks than images: some have none, and the losses are those of the batch.
  @Test func ranksWithoutImagesTakePart() throws {
    let studio = try TrainingStudio()
    let job = studio.job(iterations: 2)
    try studio.write(
      Array(job.replacing("seed: 4", with: "seed: 4\nbatch-norm: synchronised").utf8),
      to: "job3.yml")
    _ = try studio.results(of: "three", ranks: 3, job: "job3.yml")
    _ = try studio.results(of: "one", ranks: 1, job: "job3.yml")
    func losses(_ name: String) throws -> [Double] {
      let text = String(decoding: try studio.bytes("\(name)/metrics.csv"), as: UTF8.self)
      let row = try #require(text.split(separator: "\n").dropFirst().first)
      return row.split(separator: ",").compactMap { Double($0) }
    }
    let (found, expected) = (try losses("three"), try losses("one"))
    #expect(found.count > 3)
    #expect(relativeError(found, expected) < 1e-5)
  }

  /// All ranks end with one message, and the training goes on when the file is good again.
  @Test func anImageThatBecomesUnreadableEndsTheTrainingOfAllRanks() throws {
    let studio = try TrainingStudio()
    try studio.write(Array(studio.job(iterations: 4).utf8), to: "begun.yml")
    _ = try studio.results(of: "run", ranks: 2, job: "begun.yml")
    let checkpoint = "run/checkpoints/checkpoint-000000004.safetensors"
    let (before, rooms) = (try studio.bytes(checkpoint), try studio.bytes("rooms.h5"))
    try studio.damageImage(3)
    let outcome = try studio.train("run", ranks: 2, "--resume")
    #expect(outcome.status == 1, "\(outcome.summary)")
    #expect(
      outcome.errorOutput.contains("\(studio.path("rooms.h5")): /train[3] "),
      "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("expected an image that can be read"))
    #expect(try studio.bytes(checkpoint) == before)
    try studio.write(rooms, to: "rooms.h5")
    _ = try studio.results(of: "run", ranks: 2, "--resume")
    #expect(studio.rowCount("run") == 2 * TrainingStudio.iterations)
  }
}
