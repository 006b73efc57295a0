import ArgumentParser
import ComputePlatform
import Glibc

/// The program: parses the command line and runs the command that it names.
@main
struct Equipoise: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "equipoise",
    abstract: "Measure, and train against, adversarial attacks on multi-task vision models.",
    discussion: """
      Commands that compute run alone or under mpirun, with any number of ranks:

        equipoise --version
        mpirun -n 2 equipoise self-test

      Errors go to the standard error. Exit status: \(ExitStatus.summary).
      Completion of commands in bash: equipoise --generate-completion-script bash
      """,
    subcommands: [
      BenchCommand.self, ConformanceCommand.self, DemoCommand.self, ImportCommand.self,
      InspectCommand.self,
      LayoutsCommand.self, RehearseCommand.self, ReportCommand.self, RunCommand.self,
      SelfTestCommand.self, SynthesizeCommand.self, TrainCommand.self,
    ])

  @Flag(help: "Print the versions of the program and its libraries, and what the machine offers.")
  var version = false

  func run() throws {
    guard version else { throw CleanExit.helpRequest(self) }
    print(VersionReport.current)
  }

  /// Parses the process's arguments, runs the command and ends the process.
  static func main() {
    guard Processor.isSupported else {
      end(
        with: UnusableMachine(
          description: "this processor lacks AVX2, FMA or BMI2, for which the program was built"))
    }
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(with: error)
    }
  }

  /// Ends the process as an error demands, which may be a request for help. What went wrong is told
  /// on the standard error, with what to do next.
  private static func end(with error: any Error) -> Never {
    let status = exitCode(for: error)
    guard !status.isSuccess else { exit(withError: error) }
    let output = StandardError.current
    let report = fullMessage(for: error)
    if !report.isEmpty { output.write(output.coloured(report: report) + "\n") }
    Glibc.exit(status.rawValue)
  }
}

/// The machine cannot run the program at all.
private struct UnusableMachine: Error, CustomStringConvertible {
  let description: String
}
