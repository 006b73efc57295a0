import ArgumentParser

/// The statuses that the program ends with; docs/exit-codes.md explains them.
enum ExitStatus {
  /// Everything was done, and every check passed.
  static let success = ExitCode(0)
  /// Something could not be done, or a check fell short.
  static let failure = ExitCode(1)
  /// A run was stopped by a signal, and can be resumed: `EX_TEMPFAIL` of `sysexits.h`.
  static let stopped = ExitCode(75)
  /// The command line was wrong: `EX_USAGE` of `sysexits.h`.
  static let usage = ExitCode(64)

  /// The statuses in words.
  static var summary: String {
    "\(success.rawValue) success, \(failure.rawValue) failure, \(usage.rawValue) wrong arguments"
  }
}
