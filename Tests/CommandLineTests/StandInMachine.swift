import Foundation
import Testing

/// A machine for the project's scripts: all that they find is a folder of stand-ins.
struct StandInMachine {
  /// What `swift` does, as a shell script; nil where there is none. `$folder` is a place for notes.
  var swift: String? = toolchain("Swift version 6.3.1 (swift-6.3.1-RELEASE)")
  /// Packages that pkg-config does not know.
  var unknownPackages: [String] = []
  /// Libraries that the compiler does not find.
  var unlinkable: [String] = []
  /// Whether there is a pkg-config.
  var hasPkgConfig = true
  /// Whether there is an mpirun.
  var hasMPIRun = true
  /// What apt-get does, as a shell script; nil where there is none. A file `$folder/installed` makes
  /// everything known and found.
  var aptGet: String?
  /// The user's number.
  var user = 0

  /// A `swift` that only tells its version.
  static func toolchain(_ version: String) -> String { "echo '\(version)'" }

  /// The real programs that the scripts use.
  private static let tools = [
    "bash", "sed", "head", "sort", "env", "cat", "touch", "grep", "dirname", "mktemp", "tee",
    "timeout", "rm",
  ]

  /// Runs one of the project's scripts on the machine.
  func run(script: String, _ arguments: [String] = []) throws -> Project.Outcome {
    try Project.withTemporaryFolder { folder in
      try make(in: folder)
      return try Project.run(script: script, arguments, path: folder)
    }
  }

  /// Lays the machine out in a folder, which becomes the search path.
  private func make(in folder: URL) throws {
    for tool in Self.tools {
      let places = ["/bin/\(tool)", "/usr/bin/\(tool)"]
      let real = try #require(places.first { FileManager.default.isExecutableFile(atPath: $0) })
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: tool).path, withDestinationPath: real)
    }
    func standIn(_ name: String, _ lines: [String]) throws {
      let file = folder.appending(path: name)
      let text = (["#!/bin/bash", "folder='\(folder.path)'"] + lines).joined(separator: "\n")
      try (text + "\n").write(to: file, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
    let unlessInstalled = "[ ! -e \"$folder/installed\" ] || exit 0"
    try standIn("id", ["echo \(user)"])
    try standIn(
      "cc",
      [unlessInstalled] + unlinkable.map { "case \" $* \" in *' -l\($0) '*) exit 1 ;; esac" })
    if let swift { try standIn("swift", [swift]) }
    if hasMPIRun { try standIn("mpirun", ["exit 0"]) }
    if hasPkgConfig {
      try standIn(
        "pkg-config",
        [unlessInstalled] + unknownPackages.map { "[ \"$2\" != '\($0)' ] || exit 1" })
    }
    if let aptGet { try standIn("apt-get", ["echo \"apt-get $*\"", aptGet]) }
  }
}
