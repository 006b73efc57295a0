import ArgumentParser

@main
struct Equipoise: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "equipoise", abstract: "Measure, and train against, attacks on multi-task models.",
    subcommands: [ConformanceCommand.self])
}
