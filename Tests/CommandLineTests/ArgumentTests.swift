import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import equipoise

@Suite struct ArgumentTests {
  @Test(arguments: [
    ["no-such-command"], ["--no-such-option"], ["self-test", "--threads", "0"],
    ["self-test", "--threads", "many"], ["self-test", "--directory", ""],
    ["self-test", "--fault", "everything"], ["self-test", "--fault-rank", "0"],
    ["self-test", "--fault", "error", "--fault-rank", "-1"],
    ["self-test", "--log-level", "loud"],
  ])
  func wrongArgumentsAreToldAndPointToTheHelp(_ arguments: [String]) throws {
    let outcome = try MPIRun.launchSingleton(executable: "equipoise", arguments: arguments)
    #expect(outcome.status == 64, "\(outcome.summary)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorOutput.hasPrefix("equipoise: error: "), "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("--help' for more information"), "\(outcome.summary)")
  }

  @Test func withoutArgumentsTheHelpIsPrinted() throws {
    let outcome = try MPIRun.launchSingleton(executable: "equipoise")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("SUBCOMMANDS:"))
  }

  @Test(arguments: Equipoise.configuration.subcommands.map { $0.configuration })
  func everyHelpHasAnExample(_ command: CommandConfiguration) throws {
    let name = try #require(command.commandName)
    #expect(!command.abstract.isEmpty)
    #expect(command.discussion.contains("equipoise \(name)"), "\(command.discussion)")
  }

  @Test func theStatusesAreDocumented() throws {
    let page = try String(
      contentsOf: Project.root.appending(path: "docs/exit-codes.md"), encoding: .utf8)
    for status in [ExitStatus.success, ExitStatus.failure, ExitStatus.usage] {
      #expect(page.contains("| \(status.rawValue) |"))
    }
  }

  @Test func theVersionIsTheOneOfTheChangelog() throws {
    let page = try String(contentsOf: Project.root.appending(path: "CHANGELOG.md"), encoding: .utf8)
    #expect(page.contains("## \(VersionReport.programVersion) (unreleased)"))
  }
}
