import Foundation

/// The project's own files, for tests of its scripts and documents.
enum Project {
  /// The folder with `Package.swift`.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// How a script ended.
  struct Outcome {
    let status: Int32
    let output: String
    let errorOutput: String

    /// Everything that is known, for a failing test.
    var summary: String { "status \(status)\n--- output\n\(output)--- errors\n\(errorOutput)" }
  }

  /// Runs one of the scripts and waits for its end.
  /// - Parameters:
  ///   - path: Where it looks for programs; that of this process when nil.
  static func run(
    script: String, _ arguments: [String] = [], path: URL? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [root.appending(path: "scripts/\(script)").path] + arguments
    if let path { process.environment = ["PATH": path.path] }
    process.standardInput = FileHandle.nullDevice
    // Files instead of pipes: a script that writes much never waits for a reader.
    return try withTemporaryFolder { folder in
      let (output, errors) = (folder.appending(path: "output"), folder.appending(path: "errors"))
      for file in [output, errors] { try Data().write(to: file) }
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
      process.waitUntilExit()
      return Outcome(
        status: process.terminationStatus,
        output: try String(contentsOf: output, encoding: .utf8),
        errorOutput: try String(contentsOf: errors, encoding: .utf8))
    }
  }

  /// Makes a folder for the time of a call.
  static func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "equipoise-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}
