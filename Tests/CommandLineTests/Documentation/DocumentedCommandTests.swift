import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import equipoise

/// Every command that README and docs show is run: here, by another test, or by `.ci/run`.
@Suite struct DocumentedCommandTests {
  /// The pages for people who use the program.
  private static func pages() throws -> [String] {
    let docs = try FileManager.default.contentsOfDirectory(
      atPath: Project.root.appending(path: "docs").path
    ).filter { $0.hasSuffix(".md") }.sorted()
    return ["README.md", "CONTRIBUTING.md", "jobs/README.md"] + docs.map { "docs/\($0)" }
  }

  /// Commands that something else runs, and what.
  private static let elsewhere = [
    "scripts/demo": ".ci/run", "scripts/test": ".ci/run", "scripts/lint": ".ci/run",
    "swift build -c release --product equipoise": "scripts/demo",
    ".build/release/equipoise --version": ".ci/run",
    "mpirun -n 2 .build/release/equipoise self-test": ".ci/run",
    "equipoise run jobs/demo.yml": "Tests/CommandLineTests/EvaluationRunTests.swift",
  ]

  /// Commands for several machines, for data that only its owners may pass on, or that take too long:
  /// smaller trainings and rehearsals are in TrainingRunTests and RehearseCommandTests.
  private static let notHere = [
    "equipoise train jobs/demo-train-clean.yml",
    "equipoise train jobs/demo-train-clean.yml --resume",
    "mpirun -n 4 equipoise train jobs/training/JOB.yml",
    "mpirun --hostfile hostfiles/two-nodes --map-by slot:PE=4 --bind-to core equipoise run mine.yml",
    "sbatch jobs/slurm/evaluate.sbatch mine.yml --output results/mine",
    "mpirun -n 4 equipoise run jobs/nyuv2-resnet34-budgets.yml --output results/budgets",
    "mpirun -n 8 equipoise rehearse --images 60 --attacks 20 --seconds 0.02 --slow-rank 3 --output DIR",
    "mpirun -n 64 equipoise rehearse --images 654 --attacks 312 --seconds 0.1 --slow-rank 3 --output DIR",
  ]

  /// What the README shows in a row, in a folder of its own.
  private static let inOrder = [
    "equipoise synthesize --count 3 --size 48x64 --folder --output rooms",
    "equipoise import nyuv2 rooms --output rooms.h5", "equipoise inspect rooms.h5",
    "equipoise run mine.yml --output results/mine", "equipoise inspect results/mine",
    "equipoise report results/mine",
  ]

  @Test func everyCommandIsKnown() throws {
    let known = Set(Self.elsewhere.keys).union(Self.notHere).union(Self.inOrder)
    var shown = Set<String>()
    for page in try Self.pages() {
      for command in try DocumentedCommand.all(in: page) {
        #expect(known.contains(command.text), "\(page) shows what nothing runs: \(command.text)")
        shown.insert(command.text)
      }
    }
    #expect(known.subtracting(shown) == [], "commands that no page shows any more")
    for place in Set(Self.elsewhere.values) {
      let path = Project.root.appending(path: place).path
      #expect(FileManager.default.fileExists(atPath: path), "\(place)")
    }
  }

  @Test func whatTheReadmeShowsInARowWorks() throws {
    let shown = try DocumentedCommand.all(in: "README.md").map(\.text)
    #expect(shown.filter { Self.inOrder.contains($0) } == Self.inOrder)
    let job = try #require(try DocumentedCommand.job(in: "README.md"))
    let folder = try TemporaryDirectory()
    try folder.write(Array(job.utf8), to: "mine.yml")
    for command in Self.inOrder {
      let words = command.split(separator: " ").map(String.init)
      let outcome = try MPIRun.launchSingleton(
        executable: words[0], arguments: Array(words.dropFirst()), directory: folder.path)
      #expect(outcome.status == 0, "\(command)\n\(outcome.summary)")
      guard outcome.status == 0 else { return }
    }
    #expect(FileManager.default.fileExists(atPath: folder.file("results/mine/report.html")))
  }

  @Test(arguments: Equipoise.configuration.subcommands.map { $0.configuration })
  func theExamplesOfAHelpAreAccepted(_ command: CommandConfiguration) throws {
    for line in command.discussion.replacing(/\\\n +/, with: "").split(separator: "\n") {
      guard let start = line.range(of: "equipoise \(command.commandName ?? "")"),
        line.hasPrefix("  ")
      else { continue }
      // What comes after two spaces is said about the command.
      let text = line[start.lowerBound...].components(separatedBy: "  ")[0]
      let words = text.split(separator: " ").map(String.init).dropFirst()
      #expect(throws: Never.self, "\(text)") { _ = try Equipoise.parseAsRoot(Array(words)) }
    }
  }
}
