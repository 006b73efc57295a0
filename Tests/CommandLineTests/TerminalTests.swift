import Foundation
import TestSupport
import Testing

@testable import equipoise

/// Colours on a terminal, and only there.
@Suite struct TerminalTests {
  /// Runs a command whose standard error is a pseudo terminal.
  private func onTerminal(
    _ command: String, _ environment: [String: String] = [:]
  ) throws -> MPIRun.Outcome {
    let folder = try TemporaryDirectory()
    let program = try MPIRun.builtExecutable("equipoise").path
    return try MPIRun.launchShell(
      "script -qec '\(program) \(command) > out' /dev/null; status=$?; cat out >&2; exit $status",
      environment: ["TERM": "xterm", "NO_COLOR": ""].merging(environment) { $1 },
      directory: folder.path)
  }

  @Test func errorsAndHintsAreColouredOnATerminal() throws {
    let usage = try onTerminal("synthesize --count many --output rooms.h5")
    #expect(usage.status == 64)
    #expect(
      usage.output.contains("equipoise: \u{1B}[1;31merror:\u{1B}[0m The value"), "\(usage.summary)")
    #expect(usage.output.contains("\u{1B}[36mUsage:\u{1B}[0m "))
    #expect(usage.output.contains("\u{1B}[36m  See 'equipoise synthesize --help'"))
    let missing = try onTerminal("run nowhere.yml")
    #expect(missing.status == 1)
    #expect(
      missing.output.hasPrefix("equipoise: \u{1B}[1;31merror:\u{1B}[0m nowhere.yml: expected"),
      "\(missing.summary)")
  }

  @Test func warningsAreColouredAndResultsAreNot() throws {
    let warned = try onTerminal(
      "bench --threads 1000 --no-profile --size 33 --widths 4,4,8,8 --head-width 4 --repetitions 1")
    #expect(warned.status == 0, "\(warned.summary)")
    #expect(
      warned.output.hasPrefix("equipoise: \u{1B}[1;33mwarning:\u{1B}[0m 1000 threads on"),
      "\(warned.summary)")
    // The standard output is a file.
    #expect(warned.errorOutput.contains("balanced") && !warned.errorOutput.contains("\u{1B}"))
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
  func whoWantsNoColourGetsNone(_ environment: [String: String]) throws {
    for command in ["run nowhere.yml", "run --nonsense"] {
      let outcome = try onTerminal(command, environment)
      #expect(outcome.status != 0)
      #expect(outcome.output.lowercased().contains("error: "), "\(outcome.summary)")
      #expect(!outcome.output.contains("\u{1B}"), "\(outcome.summary)")
    }
  }

  @Test func aPipeGetsNoColour() throws {
    let outcome = try MPIRun.launchSingleton(
      executable: "equipoise", arguments: ["run", "nowhere.yml"],
      environment: ["TERM": "xterm", "NO_COLOR": ""])
    #expect(outcome.errorOutput.hasPrefix("equipoise: error: nowhere.yml"), "\(outcome.summary)")
  }

  @Test(
    arguments: [
      (true, [:], true, true), (false, [:], false, false),
      (true, ["NO_COLOR": ""], true, true), (true, ["NO_COLOR": "0"], true, false),
      (true, ["TERM": "dumb"], false, false), (false, ["TERM": "xterm"], false, false),
    ] as [(Bool, [String: String], Bool, Bool)])
  func theRules(
    _ isTerminal: Bool, _ environment: [String: String], _ isRewritten: Bool, _ isColoured: Bool
  ) {
    let output = StandardError(isTerminal: isTerminal, environment: environment)
    #expect(output.isTerminal == isRewritten)
    #expect(output.isColoured == isColoured)
    #expect(output.coloured("x", .error) == (isColoured ? "\u{1B}[1;31mx\u{1B}[0m" : "x"))
  }
}
