import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import equipoise

/// Every command that pages, jobs and tools show for one machine is run by `.ci/run`: most of them
/// here, on the release build that it makes.
@Suite struct DocumentedCommandTests {
  /// Commands that something else runs, and what.
  private static let elsewhere = [
    "scripts/demo": ".ci/run", "scripts/test": ".ci/run", "scripts/lint": ".ci/run",
    "swift build -c release --product equipoise": "scripts/demo",
    ".build/release/equipoise --version": ".ci/run", ". scripts/environment": ".ci/run",
    "mpirun -n 2 .build/release/equipoise self-test": ".ci/run",
    "swift build -c release --product training-steps": ".ci/run",
  ]

  /// Commands that no test runs, and why.
  private static let notHere = [
    "mpirun --hostfile hostfiles/two-nodes --map-by slot:PE=4 --bind-to core equipoise run mine.yml":
      "two machines; scripts/two-hosts has two network namespaces in their place",
    "mpirun --hostfile hostfiles/two-nodes --map-by slot:PE=4 --bind-to core equipoise run jobs/demo.yml --output DIR":
      "two machines",
    "mpirun --hostfile hostfiles/sockets --map-by ppr:1:socket:PE=16 --bind-to core --report-bindings equipoise run jobs/demo.yml --output DIR":
      "two machines of 32 cores",
    "sbatch jobs/slurm/evaluate.sbatch mine.yml --output results/mine":
      "Slurm; SchedulerScriptTests runs the script with stand-ins",
    "sbatch jobs/slurm/evaluate.sbatch jobs/nyuv2-resnet34-budgets.yml --output results/budgets":
      "Slurm, as above",
    "qsub -v JOB=jobs/nyuv2-resnet34-budgets.yml,OUTPUT=results/budgets jobs/pbs/evaluate.pbs":
      "PBS; SchedulerScriptTests runs the script with stand-ins",
    "Benchmarks/compare-pytorch.py --output results/compare.json": "PyTorch",
    "Benchmarks/compare-training.py": "PyTorch",
    "Benchmarks/compare-training.py --size 161": "PyTorch",
    "Benchmarks/scale-ranks.py": "two cores that nothing else uses, for minutes",
    "scripts/fault-runs --parts usr1,disk --moments 5 --seed 7":
      "signals at random moments; so many that some are hit take minutes",
    "scripts/training-faults": "many trainings, for minutes",
    "scripts/training-faults --parts kill --moments 20 --seed 7": "many trainings, for minutes",
    "Benchmarks/attack-strength.py": "a network of full width, for minutes",
  ]

  @Test func everyCommandIsKnown() throws {
    let run = DocumentedRow.all.flatMap(\.steps).compactMap(\.shownCommand)
    let known = Set(Self.elsewhere.keys).union(Self.notHere.keys).union(run)
    var shown = Set<String>()
    for page in try DocumentedCommand.pages() {
      for command in try DocumentedCommand.all(in: page) {
        #expect(known.contains(command.text), "\(page) shows what nothing runs: \(command.text)")
        shown.insert(command.text)
      }
    }
    #expect(known.subtracting(shown) == [], "commands that no page shows any more")
    #expect(known.count == Self.elsewhere.count + Self.notHere.count + run.count, "said twice")
    for place in Set(Self.elsewhere.values) {
      let path = Project.root.appending(path: place).path
      #expect(FileManager.default.fileExists(atPath: path), "\(place)")
    }
  }

  @Test(.enabled(if: SmallProject.build != nil), arguments: DocumentedRow.all)
  func whatIsShownWorks(_ row: DocumentedRow) throws {
    let project = try SmallProject(build: try #require(SmallProject.build))
    let job = try #require(try DocumentedCommand.job(in: "README.md"))
    try Data(job.utf8).write(to: URL(filePath: "\(project.path)/mine.yml"))
    for step in row.steps {
      let outcome = try project.run(step.line)
      #expect(outcome.status == 0, "\(step.line)\n\(outcome.summary)")
      guard outcome.status == 0 else { return }
    }
    for result in row.results {
      #expect(FileManager.default.fileExists(atPath: "\(project.path)/\(result)"), "\(result)")
    }
  }

  /// Between the lines, pages name commands with words in capitals for what the reader puts in.
  @Test func whatIsMentionedIsAccepted() throws {
    var commands = 0
    for page in try DocumentedCommand.pages() {
      for mention in try DocumentedCommand.mentions(in: page) {
        let words = mention.split(separator: " ").map(String.init)
        if mention.wholeMatch(of: /(scripts|Benchmarks|jobs|Sources|Tests)\/[\w\/.-]+/) != nil {
          let path = Project.root.appending(path: mention).path
          #expect(FileManager.default.fileExists(atPath: path), "\(page): \(mention)")
        }
        guard words.first == "equipoise", words.count > 1 else { continue }
        commands += 1
        let name = words[1]
        let isCommand = Equipoise.configuration.subcommands
          .contains { $0.configuration.commandName == name }
        guard words.count > 2 || !isCommand else { continue }
        let arguments = words.dropFirst().map { $0.replacing("...", with: "") }
        #expect(throws: Never.self, "\(page): \(mention)") {
          _ = try Equipoise.parseAsRoot(arguments)
        }
      }
    }
    #expect(commands > 20)
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
