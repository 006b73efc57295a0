import ArgumentParser
import Logging
import MessagePassing

/// How much a command tells on the standard error.
struct LoggingOptions: ParsableArguments {
  @Option(
    help: "Least level of messages on the standard error: \(Self.levels).",
    transform: Self.level(named:))
  var logLevel = Logger.Level.info

  @Flag(name: .shortAndLong, help: "Show errors only: the same as --log-level error.")
  var quiet = false

  /// Whether no information, such as progress, is told.
  var isQuiet: Bool { level > .info }

  private var level: Logger.Level { quiet ? .error : logLevel }

  /// The logger of a command that runs on its own.
  var logger: Logger { logger("equipoise", level) }

  /// The logger of a rank: rank zero tells what the level allows, other ranks at least warnings,
  /// so that a message which holds for all is there once.
  func logger(for universe: Universe) -> Logger {
    let isFirst = universe.world.rank == 0
    let prefix =
      isFirst ? "equipoise" : "equipoise: rank \(universe.world.rank) on \(universe.hostName)"
    return logger(prefix, isFirst || level < .info ? level : max(level, .warning))
  }

  private func logger(_ prefix: String, _ level: Logger.Level) -> Logger {
    var logger = Logger(label: "equipoise") { _ in StandardErrorLog(prefix: prefix) }
    logger.logLevel = level
    return logger
  }

  private static let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")

  private static func level(named name: String) throws -> Logger.Level {
    guard let level = Logger.Level(rawValue: name) else {
      throw ValidationError("expected one of \(levels), found '\(name)'")
    }
    return level
  }
}
