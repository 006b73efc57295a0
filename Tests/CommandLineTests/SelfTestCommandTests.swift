import Foundation
import TestSupport
import Testing

@testable import equipoise

@Suite(.serialized) struct SelfTestCommandTests {
  private func expectSuccess(_ outcome: MPIRun.Outcome, ranks: Int) {
    #expect(outcome.status == 0, "\(outcome.summary)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first?.contains(": ranks \(ranks), nodes 1, threads ") == true)
    for part in ["broadcast", "hdf5", "convolution", "gradient", "reduction"] {
      let count = lines.count { $0.hasPrefix("\(part) ") && $0.contains(" ok ") }
      #expect(count == 1, "\(part): \(outcome.summary)")
    }
    #expect(lines.count == 7, "\(outcome.summary)")
    #expect(lines.last == "self-test passed")
  }

  @Test func alone() throws {
    let outcome = try MPIRun.launchSingleton(
      executable: "equipoise", arguments: ["self-test", "--quiet"])
    expectSuccess(outcome, ranks: 1)
    #expect(outcome.errorOutput.isEmpty, "\(outcome.summary)")
  }

  /// Beyond 13 ranks some have no image.
  @Test(arguments: [1, 2, 3, 4, 15])
  func underMPIRun(ranks: Int) throws {
    try Project.withTemporaryFolder { folder in
      let outcome = try MPIRun.launch(
        ranks: ranks, executable: "equipoise",
        arguments: ["self-test", "--threads", "1", "--directory", folder.path])
      expectSuccess(outcome, ranks: ranks)
      #expect(outcome.output.contains(" threads \(ranks), "), "\(outcome.summary)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test func moreThreadsThanCoresAreWarnedOf() throws {
    let arguments = ["self-test", "--threads", "2000"]
    // The warning comes before the first parallel region, where so many threads may be refused.
    let outcome = try MPIRun.launchSingleton(
      executable: "equipoise", arguments: arguments + ["--fault", "error"])
    let warning = "equipoise: warning: 2000 threads share "
    #expect(outcome.errorOutput.contains(warning), "\(outcome.summary)")
  }

  @Test(arguments: [
    (SelfTestFault.broadcast, "broadcast"), (.convolution, "convolution"),
    (.gradient, "gradient"), (.reduction, "reduction"),
  ])
  func aWrongValueFallsShort(_ fault: SelfTestFault, part: String) throws {
    let outcome = try MPIRun.launch(
      ranks: 3, executable: "equipoise", arguments: ["self-test", "--fault", fault.rawValue])
    #expect(outcome.status == 1, "\(outcome.summary)")
    let line = outcome.output.split(separator: "\n").first { $0.hasPrefix("\(part) ") }
    #expect(line?.contains(" FAILED ") == true, "\(outcome.summary)")
    #expect(outcome.output.hasSuffix("self-test FAILED\n"), "\(outcome.summary)")
  }

  @Test(arguments: [0, 1, 2])
  func anErrorEndsTheJobWithTheRanksMessage(rank: Int) throws {
    let outcome = try MPIRun.launch(
      ranks: 3, executable: "equipoise",
      arguments: ["self-test", "--fault", "error", "--fault-rank", "\(rank)"])
    #expect(outcome.status == 1, "\(outcome.summary)")
    #expect(!outcome.timedOut)
    let message = /rank (\d) on \S+: self test: the error that --fault asked for/
    let ranks = outcome.errorOutput.matches(of: message).map { $0.output.1 }
    #expect(ranks == ["\(rank)"], "\(outcome.summary)")
  }

  @Test func aDamagedChunkIsNamedAndNothingIsLeftBehind() throws {
    try Project.withTemporaryFolder { folder in
      let outcome = try MPIRun.launch(
        ranks: 2, executable: "equipoise",
        arguments: ["self-test", "--fault", "chunk", "--directory", folder.path])
      #expect(outcome.status == 1, "\(outcome.summary)")
      #expect(outcome.errorOutput.contains("images.h5: /images: reading the dataset"))
      #expect(outcome.errorOutput.lowercased().contains("checksum"), "\(outcome.summary)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test func aMissingFolderIsNamed() throws {
    let outcome = try MPIRun.launch(
      ranks: 2, executable: "equipoise", arguments: ["self-test", "--directory", "/no/such/folder"])
    #expect(outcome.status == 1, "\(outcome.summary)")
    let message = /rank 0 on \S+: \/no\/such\/folder: making a temporary folder: No such file/
    #expect(outcome.errorOutput.contains(message), "\(outcome.summary)")
  }

  @Test func aRankThatIsNotThereCannotFail() throws {
    let outcome = try MPIRun.launch(
      ranks: 2, executable: "equipoise",
      arguments: ["self-test", "--fault", "error", "--fault-rank", "2"])
    #expect(outcome.status == 1, "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("expected --fault-rank to be below 2"))
  }
}
