import Foundation
import TestSupport

/// A run of `equipoise` that a test sends signals to.
final class BackgroundCommand {
  private let process: Process
  private let errors: URL

  /// Starts the program.
  /// - Parameters:
  ///   - folder: where its messages are collected.
  ///   - ranks: under mpirun on so many ranks; by itself when nil.
  init(_ arguments: [String], in folder: URL, ranks: Int? = nil) throws {
    errors = folder.appending(path: "errors-\(UUID().uuidString)")
    try Data().write(to: errors)
    if let ranks {
      process = try MPIRun.process(ranks: ranks, executable: "equipoise", arguments: arguments)
    } else {
      process = Process()
      process.executableURL = try MPIRun.builtExecutable("equipoise")
      process.arguments = arguments
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Whether it has not ended yet.
  var isRunning: Bool { process.isRunning }

  /// Waits until a condition holds or the program ends.
  func wait(until condition: () -> Bool) {
    while process.isRunning, !condition() { usleep(2_000) }
  }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end.
  /// - Returns: the exit status, or the negative signal; and what was written to standard error.
  func end() throws -> (status: Int32, errorOutput: String) {
    process.waitUntilExit()
    let status = process.terminationStatus
    return (
      process.terminationReason == .exit ? status : -status,
      try String(contentsOf: errors, encoding: .utf8)
    )
  }
}
