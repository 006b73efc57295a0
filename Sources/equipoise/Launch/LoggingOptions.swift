import ArgumentParser
import Logging
import MessagePassing

/// What every command that may take a while offers.
struct LoggingOptions: ParsableArguments {
  @Option(
    help: "Least level of messages on the standard error: \(Self.levels).",
    transform: Self.level(named:))
  var logLevel = Logger.Level.info

  @Flag(name: .shortAndLong, help: "Show errors only: the same as --log-level error.")
  var quiet = false

  /// Whether nothing but errors is told.
  var isQuiet: Bool { quiet || logLevel >= .error }

  /// The logger of a rank: rank zero tells what the level allows, other ranks at least warnings,
  /// so that a message which holds for all is there once.
  func logger(for universe: Universe) -> Logger {
    let isFirst = universe.world.rank == 0
    let prefix =
      isFirst ? "equipoise" : "equipoise: rank \(universe.world.rank) on \(universe.hostName)"
    var logger = Logger(label: "equipoise") { _ in StandardErrorLog(prefix: prefix) }
    let level = quiet ? .error : logLevel
    logger.logLevel = isFirst || level < .info ? level : max(level, .warning)
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
