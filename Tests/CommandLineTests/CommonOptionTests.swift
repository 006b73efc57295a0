import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import equipoise

/// What all commands have in common.
@Suite struct CommonOptionTests {
  private static let commands: [[String]] = [
    ["bench"], ["conformance"], ["demo"], ["import", "nyuv2"], ["import", "nyuv2-labeled"],
    ["import", "taskonomy"], ["inspect"], ["rehearse"], ["report"], ["run"], ["self-test"],
    ["synthesize"], ["train"],
  ]

  @Test func everyCommandThatTellsAnythingSaysHowMuch() {
    for command in Self.commands {
      let help = Equipoise.helpMessage(for: Self.type(of: command))
      #expect(help.contains("--log-level"), "\(command)")
      #expect(help.contains("-q, --quiet"), "\(command)")
    }
    // It only lists.
    let names = Set(Equipoise.configuration.subcommands.map { $0.configuration.commandName ?? "" })
    #expect(names == Set(Self.commands.map { $0[0] } + ["layouts"]))
  }

  private static func type(of names: [String]) -> any ParsableCommand.Type {
    names.reduce(Equipoise.self as any ParsableCommand.Type) { command, name in
      command.configuration.subcommands.first { $0.configuration.commandName == name } ?? command
    }
  }

  @Test func levelsAreHeldTo() throws {
    let folder = try TemporaryDirectory()
    func synthesize(_ options: String...) throws -> MPIRun.Outcome {
      try MPIRun.launchSingleton(
        executable: "equipoise",
        arguments: [
          "synthesize", "--count", "1", "--size", "16x20", "--replace", "--output",
          folder.file("rooms.h5"),
        ] + options)
    }
    #expect(try synthesize().errorOutput.contains("1 of 1 images"))
    for options in ["--quiet", "--log-level=warning", "--log-level=critical"] {
      let outcome = try synthesize(options)
      #expect(outcome.status == 0 && outcome.errorOutput.isEmpty, "\(options) \(outcome.summary)")
    }
    let told = try MPIRun.launchSingleton(
      executable: "equipoise",
      arguments: ["inspect", "--log-level", "debug", folder.file("rooms.h5")])
    #expect(
      told.errorOutput == "equipoise: debug: reading \(folder.file("rooms.h5"))\n",
      "\(told.summary)")
    let wrong = try MPIRun.launchSingleton(
      executable: "equipoise", arguments: ["report", "--log-level", "loud", folder.path])
    #expect(wrong.status == 64, "\(wrong.summary)")
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionHasEveryCommandAndItsOptions(_ shell: String) throws {
    let outcome = try MPIRun.launchSingleton(
      executable: "equipoise", arguments: ["--generate-completion-script", shell])
    #expect(outcome.status == 0, "\(outcome.summary)")
    for word in Self.commands.map({ $0[0] }) + ["layouts", "log-level", "hand-out"] {
      #expect(outcome.output.contains(word), "\(shell): \(word)")
    }
  }

  /// What the README says to do in bash, and then a tab after the beginning of a command.
  @Test func bashCompletes() throws {
    let folder = try TemporaryDirectory()
    let program = try MPIRun.builtExecutable("equipoise").path
    let outcome = try MPIRun.launchShell(
      """
      equipoise() { \(program) "$@"; }
      eval "$(equipoise --generate-completion-script bash)"
      complete() { :; }
      COMP_WORDS=(equipoise syn) COMP_CWORD=1 COMP_LINE="equipoise syn" COMP_POINT=13
      _equipoise equipoise syn equipoise
      echo "${COMPREPLY[*]}"
      """, directory: folder.path)
    #expect(outcome.output == "synthesize\n", "\(outcome.summary)")
  }
}
