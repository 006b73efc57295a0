import Dispatch
import Foundation

/// Starts a program under the real `mpirun`.
public enum MPIRun {
  /// How a job ended.
  public struct Outcome: Sendable {
    /// Exit status of `mpirun`.
    public let status: Int32
    /// Standard output of all ranks.
    public let output: String
    /// Standard error of all ranks and of `mpirun`.
    public let errorOutput: String
    /// Time from start to end.
    public let elapsed: Duration
    /// Whether the job was ended because it took too long.
    public let timedOut: Bool

    /// Everything that is known, for a failing test.
    public var summary: String {
      "status \(status) after \(elapsed)\(timedOut ? ", ended by the time limit" : "")\n"
        + "--- output\n\(output)--- errors\n\(errorOutput)"
    }
  }

  /// A job that could not be started.
  public struct LaunchError: Error, CustomStringConvertible {
    /// The reason.
    public let description: String
  }

  /// Runs a built executable of this package on a number of ranks, and waits for its end.
  /// - Parameters:
  ///   - ranks: Number of ranks.
  ///   - executable: Name of the executable target.
  ///   - arguments: Its arguments.
  ///   - environment: Variables besides those of this process.
  ///   - timeout: When to end a job that hangs, in whole seconds.
  public static func launch(
    ranks: Int, executable: String, arguments: [String] = [], environment: [String: String] = [:],
    timeout: Duration = .seconds(60)
  ) throws -> Outcome {
    try run(
      try findMPIRun(),
      try self.arguments(ranks: ranks, executable: executable, arguments, timeout: timeout),
      environment: environment, timeout: timeout)
  }

  /// A process that runs a built executable on a number of ranks, to be started.
  /// - Parameters: as for ``launch(ranks:executable:arguments:environment:timeout:)``.
  public static func process(
    ranks: Int, executable: String, arguments: [String], timeout: Duration = .seconds(60)
  ) throws -> Process {
    let process = Process()
    process.executableURL = try findMPIRun()
    process.arguments = try self.arguments(
      ranks: ranks, executable: executable, arguments, timeout: timeout)
    process.environment = ProcessInfo.processInfo.environment.merging(settings) { $1 }
    return process
  }

  private static func arguments(
    ranks: Int, executable: String, _ arguments: [String], timeout: Duration
  ) throws -> [String] {
    [
      "--oversubscribe", "--bind-to", "none", "--timeout", "\(timeout.components.seconds)",
      "-n", "\(ranks)", try builtExecutable(executable).path,
    ] + arguments
  }

  /// Runs a built executable of this package by itself, without `mpirun`.
  public static func launchSingleton(
    executable: String, arguments: [String] = [], environment: [String: String] = [:],
    directory: String? = nil, timeout: Duration = .seconds(60)
  ) throws -> Outcome {
    try run(
      try builtExecutable(executable), arguments, environment: environment, workplace: directory,
      timeout: timeout)
  }

  /// Runs lines of shell, in which programs of the search path have their usual names.
  /// - Parameters: as for ``launchSingleton(executable:arguments:environment:directory:timeout:)``.
  public static func launchShell(
    _ lines: String, environment: [String: String] = [:], directory: String,
    timeout: Duration = .seconds(60)
  ) throws -> Outcome {
    // Ends what the shell has started, too.
    try run(
      URL(fileURLWithPath: "/usr/bin/env"),
      ["timeout", "--kill-after=5", "\(timeout.components.seconds)", "bash", "-c", lines],
      environment: environment, workplace: directory, timeout: timeout)
  }

  /// What makes Open MPI work as root, in containers, and with more ranks than cores.
  static let settings = [
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    // Copying straight from another process's memory is not allowed in many containers.
    "OMPI_MCA_btl_vader_single_copy_mechanism": "none",
    "OMP_NUM_THREADS": "1",
  ]

  /// The file of an executable target, found beside the test bundle.
  /// - Throws: ``LaunchError`` when it is not built.
  public static func builtExecutable(_ name: String) throws -> URL {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let candidates = [own, URL(fileURLWithPath: CommandLine.arguments[0]), Bundle.main.bundleURL]
      .map { $0.deletingLastPathComponent().appendingPathComponent(name) }
    guard let found = candidates.first(where: { isExecutable($0) }) else {
      throw LaunchError(description: "\(name) is not built; looked at \(candidates.map(\.path))")
    }
    return found
  }

  private static func findMPIRun() throws -> URL {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
    let candidates = path.split(separator: ":").map {
      URL(fileURLWithPath: String($0)).appendingPathComponent("mpirun")
    }
    guard let found = candidates.first(where: { isExecutable($0) }) else {
      throw LaunchError(description: "no mpirun in \(path); install openmpi-bin")
    }
    return found
  }

  private static func isExecutable(_ file: URL) -> Bool {
    FileManager.default.isExecutableFile(atPath: file.path)
  }

  private static func run(
    _ program: URL, _ arguments: [String], environment: [String: String],
    workplace: String? = nil, timeout: Duration
  ) throws -> Outcome {
    // Files instead of pipes: a job that writes much never waits for a reader.
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("mpirun-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let output = directory.appendingPathComponent("output")
    let errors = directory.appendingPathComponent("errors")
    for file in [output, errors] { try Data().write(to: file) }

    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(settings) { $1 }.merging(environment) { $1 }
    if let workplace { process.currentDirectoryURL = URL(fileURLWithPath: workplace) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)

    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    let clock = ContinuousClock()
    let start = clock.now
    try process.run()
    // mpirun ends its ranks by itself; it is killed only when it hangs too. A signal that it could
    // handle would not reach it: it inherits the blocked signals of this thread.
    let limit = start + timeout
    if ended.wait(timeout: .now() + seconds(timeout) + 5) == .timedOut {
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
    }
    let end = clock.now
    return Outcome(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errorOutput: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
      elapsed: end - start, timedOut: end >= limit)
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
