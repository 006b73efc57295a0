import Foundation
import TestSupport
import Testing

/// `equipoise rehearse` under a real mpirun.
@Suite(.serialized) struct RehearseCommandTests {
  private func rehearse(ranks: Int, _ options: [String]) throws -> MPIRun.Outcome {
    let output = FileManager.default.temporaryDirectory
      .appendingPathComponent("rehearsal-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    return try MPIRun.launch(
      ranks: ranks, executable: "equipoise",
      arguments: ["rehearse", "--seconds", "0.001", "--output", output.path] + options)
  }

  @Test func everyImageAndAttackIsCounted() throws {
    let outcome = try rehearse(
      ranks: 3, ["--images", "4", "--attacks", "3", "--slow-rank", "1", "--slowdown", "2"])
    #expect(outcome.status == 0, "\(outcome.summary)")
    #expect(outcome.output.contains("4 images, 3 attacks, 3 workers, dynamic"))
    #expect(outcome.output.contains(", 16 records"))
    #expect(outcome.output.contains("on rank 1, which is 2.0 times slower"))
    #expect(outcome.output.contains(": ok"))
  }

  @Test func rankZeroMayCoordinateOnly() throws {
    let outcome = try rehearse(
      ranks: 3,
      ["--images", "2", "--attacks", "1", "--coordination", "dedicated", "--hand-out", "static"])
    #expect(outcome.status == 0, "\(outcome.summary)")
    #expect(outcome.output.contains("2 images, 1 attacks, 2 workers, static"))
  }

  @Test func impossibleNumbersAreRefused() throws {
    for options in [["--images", "0"], ["--slowdown", "0.5"], ["--hand-out", "random"]] {
      let outcome = try MPIRun.launchSingleton(
        executable: "equipoise", arguments: ["rehearse", "--output", "unused"] + options)
      #expect(outcome.status == 64, "\(options) \(outcome.summary)")
    }
  }
}
