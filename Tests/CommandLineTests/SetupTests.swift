import Foundation
import Testing

/// `scripts/setup` on machines made of stand-ins: a folder of small scripts is all it finds.
@Suite struct SetupTests {
  /// What a machine has.
  private struct Machine {
    var swift: String? = "Swift version 6.3.1 (swift-6.3.1-RELEASE)"
    /// Packages that pkg-config does not know.
    var unknownPackages: [String] = []
    /// Libraries that the compiler does not find.
    var unlinkable: [String] = []
    var hasPkgConfig = true
    var hasMPIRun = true
    /// What apt-get does; nil where there is none.
    var aptGet: String?
    var user = 0

    /// Lays the machine out in a folder, which becomes the search path.
    func make(in folder: URL) throws {
      for tool in ["bash", "sed", "head", "sort", "env", "cat", "touch", "grep"] {
        let places = ["/bin/\(tool)", "/usr/bin/\(tool)"]
        let real = try #require(places.first { FileManager.default.isExecutableFile(atPath: $0) })
        try FileManager.default.createSymbolicLink(
          atPath: folder.appending(path: tool).path, withDestinationPath: real)
      }
      func standIn(_ name: String, _ body: String) throws {
        let file = folder.appending(path: name)
        try "#!/bin/bash\n\(body)\n".write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
      }
      // Once something was installed, everything is there.
      let installed = "[ ! -e '\(folder.path)/installed' ] || exit 0"
      try standIn("id", "echo \(user)")
      try standIn(
        "cc",
        ([installed] + unlinkable.map { "case \" $* \" in *' -l\($0) '*) exit 1 ;; esac" })
          .joined(separator: "\n"))
      if let swift { try standIn("swift", "echo '\(swift)'") }
      if hasMPIRun { try standIn("mpirun", "exit 0") }
      if hasPkgConfig {
        let refusals = unknownPackages.map { "[ \"$2\" != '\($0)' ] || exit 1" }
        try standIn("pkg-config", ([installed] + refusals).joined(separator: "\n"))
      }
      if let aptGet {
        try standIn(
          "apt-get", "echo \"apt-get $*\"; folder='\(folder.path)'\n\(aptGet)")
      }
    }
  }

  private func setup(_ machine: Machine, _ arguments: String...) throws -> Project.Outcome {
    try Project.withTemporaryFolder { folder in
      try machine.make(in: folder)
      return try Project.run(script: "setup", arguments, path: folder)
    }
  }

  @Test func aCompleteMachineNeedsNothing() throws {
    let outcome = try setup(Machine())
    #expect(outcome.status == 0, "\(outcome.summary)")
    #expect(outcome.output.contains("everything is there"))
    #expect(outcome.errorOutput.isEmpty)
  }

  @Test(arguments: [
    ("ompi-c", "Open MPI", "libopenmpi-dev"), ("hdf5-serial", "HDF5", "libhdf5-dev"),
    ("libpng", "libpng", "libpng-dev"), ("libjpeg", "libjpeg", "libjpeg-dev"),
  ])
  func aMissingPackageIsNamed(package: String, name: String, debian: String) throws {
    let machine = Machine(unknownPackages: [package])
    let outcome = try setup(machine)
    #expect(outcome.status == 1, "\(outcome.summary)")
    let missing = outcome.errorOutput.split(separator: "\n").filter { $0.contains("missing: ") }
    #expect(missing.count == 1, "\(outcome.summary)")
    #expect(missing.first?.contains("missing: \(name)") == true, "\(outcome.summary)")
    let dry = try setup(machine, "--dry-run")
    #expect(dry.status == 1)
    #expect(dry.output == "setup: would install: \(debian)\n", "\(dry.summary)")
  }

  @Test func librariesWithoutPackageFileAreNamed() throws {
    let outcome = try setup(Machine(unlinkable: ["dnnl", "gomp"]), "--dry-run")
    #expect(outcome.status == 1)
    #expect(outcome.errorOutput.contains("missing: oneDNN"), "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("missing: the OpenMP runtime"), "\(outcome.summary)")
    #expect(outcome.output.contains("would install: libdnnl-dev gcc"), "\(outcome.summary)")
  }

  @Test func programsAreNamed() throws {
    let outcome = try setup(Machine(hasPkgConfig: false, hasMPIRun: false), "--dry-run")
    #expect(outcome.status == 1)
    #expect(outcome.errorOutput.contains("missing: pkg-config"))
    #expect(outcome.errorOutput.contains("missing: mpirun"))
  }

  @Test(arguments: [
    (nil, "no Swift toolchain on PATH"), ("Swift version 5.10.1", "5.10.1 is too old"),
    ("Swift version 6.2 (swift-6.2-RELEASE)", "6.2 is too old"), ("unheard of", "names no version"),
  ])
  func theToolchainIsChecked(swift: String?, message: String) throws {
    let outcome = try setup(Machine(swift: swift))
    #expect(outcome.status == 1)
    #expect(outcome.errorOutput.contains(message), "\(outcome.summary)")
  }

  @Test(arguments: ["6.3", "6.10", "7.0"]) func newerToolchainsPass(version: String) throws {
    #expect(try setup(Machine(swift: "Swift version \(version) (x)")).status == 0)
  }

  @Test func rootInstallsWhatIsMissingAndNothingElse() throws {
    let machine = Machine(
      unknownPackages: ["hdf5-serial"], unlinkable: ["dnnl"],
      aptGet: "case \" $* \" in *' install '*) touch \"$folder/installed\" ;; esac")
    let outcome = try setup(machine)
    #expect(outcome.status == 0, "\(outcome.summary)")
    let commands = outcome.output.split(separator: "\n").filter { $0.hasPrefix("apt-get ") }
    try #require(commands.count == 2, "\(outcome.summary)")
    #expect(commands[0].hasSuffix(" update"))
    #expect(commands[1].hasSuffix(" install -y --no-install-recommends libhdf5-dev libdnnl-dev"))
    #expect(outcome.output.hasSuffix("setup: everything is there\n"))
  }

  @Test func anInstallationThatChangesNothingIsAFailure() throws {
    let outcome = try setup(Machine(unknownPackages: ["libpng"], aptGet: "exit 0"))
    #expect(outcome.status == 1, "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("missing: libpng"))
  }

  @Test func aFailedInstallationIsToldAndNamesThePackages() throws {
    let outcome = try setup(Machine(unknownPackages: ["libpng"], aptGet: "exit 100"))
    #expect(outcome.status == 1, "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("could not install: libpng-dev"), "\(outcome.summary)")
  }

  @Test func withoutRightsNothingIsInstalled() throws {
    let outcome = try setup(Machine(unknownPackages: ["libpng"], aptGet: "exit 0", user: 1000))
    #expect(outcome.status == 1)
    #expect(!outcome.output.contains("apt-get -q"), "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("apt-get install libpng-dev"), "\(outcome.summary)")
  }

  @Test func aDryRunChangesNothing() throws {
    let outcome = try setup(
      Machine(unknownPackages: ["libpng"], aptGet: "exit 0"), "--dry-run")
    #expect(outcome.status == 1)
    #expect(!outcome.output.contains("apt-get"), "\(outcome.summary)")
  }

  @Test func aWrongArgumentIsRefused() throws {
    #expect(try setup(Machine(), "--force").status == 64)
  }
}
