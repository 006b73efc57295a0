import Foundation
import TestSupport
import Testing

/// The commands that make data sets, on small rooms.
@Suite(.serialized) struct SynthesizeCommandTests {
  private static let rooms = ["--count", "5", "--train", "2", "--size", "20x24", "--threads", "1"]

  @Test func theFileHasTheSameBytesForAnyNumberOfRanks() throws {
    try Project.withTemporaryFolder { folder in
      var files: [Data] = []
      for ranks in 1...3 {
        let path = folder.appending(path: "\(ranks).h5").path
        let outcome = try MPIRun.launch(
          ranks: ranks, executable: "equipoise",
          arguments: ["synthesize", "--output", path] + Self.rooms)
        #expect(outcome.status == 0, "\(outcome.summary)")
        #expect(outcome.output == "\(path): test 5, train 2\n")
        #expect(outcome.errorOutput.contains("7 of 7 images"))
        files.append(try Data(contentsOf: URL(filePath: path)))
      }
      #expect(files[1] == files[0])
      #expect(files[2] == files[0])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
    }
  }

  /// Ends a run after its first part, runs it again, and compares with one that went through.
  private func goesOn(_ end: (BackgroundCommand) throws -> Void) throws {
    try Project.withTemporaryFolder { folder in
      let rooms = ["--count", "12", "--size", "16x20", "--threads", "1"]
      let path = folder.appending(path: "rooms.h5").path
      let command = try BackgroundCommand(["synthesize", "--output", path] + rooms, in: folder)
      let first = "\(path).parts/0.h5"
      command.wait { FileManager.default.fileExists(atPath: first) }
      try end(command)
      #expect(!FileManager.default.fileExists(atPath: path))
      #expect(FileManager.default.fileExists(atPath: first))
      let other = folder.appending(path: "other.h5").path
      for path in [path, other] {
        let outcome = try MPIRun.launchSingleton(
          executable: "equipoise", arguments: ["synthesize", "--output", path] + rooms)
        #expect(outcome.status == 0, "\(outcome.summary)")
      }
      let files = try [path, other].map { try Data(contentsOf: URL(filePath: $0)) }
      #expect(files[0] == files[1])
      #expect(!FileManager.default.fileExists(atPath: "\(path).parts"))
    }
  }

  @Test func aKilledRunGoesOn() throws {
    try goesOn { command in
      command.send(SIGKILL)
      let status = try command.end().status
      #expect(status == -SIGKILL)
    }
  }

  /// Schedulers and `timeout` signal a process and then its group: one wish to end.
  @Test(arguments: [[SIGTERM], [SIGINT], [SIGTERM, SIGTERM, SIGINT]])
  func aSignalledRunEndsInGoodOrderAndGoesOn(_ signals: [Int32]) throws {
    try goesOn { command in
      for signal in signals { command.send(signal) }
      let (status, errors) = try command.end()
      #expect(status == 1)
      #expect(errors.contains("interrupted; the same command goes on"))
    }
  }

  @Test func otherWorkIsNotContinued() throws {
    try Project.withTemporaryFolder { folder in
      let path = folder.appending(path: "rooms.h5").path
      let command = try BackgroundCommand(
        ["synthesize", "--output", path, "--count", "40", "--size", "24x32"], in: folder)
      command.wait { FileManager.default.fileExists(atPath: "\(path).parts/0.h5") }
      command.send(SIGKILL)
      _ = try command.end()
      let outcome = try MPIRun.launchSingleton(
        executable: "equipoise",
        arguments: ["synthesize", "--output", path, "--count", "40", "--size", "24x40"])
      #expect(outcome.status == 1)
      #expect(outcome.errorOutput.contains("\(path).parts: expected parts of the same work"))
    }
  }

  @Test func anImportUnderSeveralRanksSkipsAndListsWhatIsDamaged() throws {
    try Project.withTemporaryFolder { folder in
      let rooms = folder.appending(path: "rooms")
      let made = try MPIRun.launch(
        ranks: 2, executable: "equipoise",
        arguments: ["synthesize", "--folder", "--output", rooms.path] + Self.rooms)
      #expect(made.status == 0, "\(made.summary)")
      try FileManager.default.removeItem(at: rooms.appending(path: "depth/test-000003.npy"))
      let path = folder.appending(path: "out.h5").path
      let arguments = ["import", "nyuv2", rooms.path, "--output", path]
      let refused = try MPIRun.launch(ranks: 2, executable: "equipoise", arguments: arguments)
      #expect(refused.status == 1, "\(refused.summary)")
      #expect(
        refused.errorOutput.contains(
          "/depth/test-000003.npy: expected a readable file, found No such"))
      #expect(!FileManager.default.fileExists(atPath: path))

      let outcome = try MPIRun.launch(
        ranks: 2, executable: "equipoise", arguments: arguments + ["--skip-damaged"])
      #expect(outcome.status == 0, "\(outcome.summary)")
      #expect(outcome.output == "\(path): test 4, train 2\n")
      let lines = outcome.errorOutput.split(separator: "\n").filter { $0.contains("skipped") }
      #expect(lines.count == 1)
      #expect(lines.first?.hasPrefix("equipoise: warning: skipped test test-000003: ") == true)
    }
  }
}
