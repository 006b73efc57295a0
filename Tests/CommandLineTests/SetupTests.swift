import Foundation
import Testing

/// `scripts/setup` on machines made of stand-ins.
@Suite struct SetupTests {
  private func setup(_ machine: StandInMachine, _ arguments: String...) throws -> Project.Outcome {
    try machine.run(script: "setup", arguments)
  }

  @Test func aCompleteMachineNeedsNothing() throws {
    let outcome = try setup(StandInMachine())
    #expect(outcome.status == 0, "\(outcome.summary)")
    #expect(outcome.output.contains("everything is there"))
    #expect(outcome.errorOutput.isEmpty)
  }

  @Test(arguments: [
    ("ompi-c", "Open MPI", "libopenmpi-dev"), ("hdf5-serial", "HDF5", "libhdf5-dev"),
    ("libpng", "libpng", "libpng-dev"), ("libjpeg", "libjpeg", "libjpeg-dev"),
  ])
  func aMissingPackageIsNamed(package: String, name: String, debian: String) throws {
    let machine = StandInMachine(unknownPackages: [package])
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
    let outcome = try setup(StandInMachine(unlinkable: ["dnnl", "gomp"]), "--dry-run")
    #expect(outcome.status == 1)
    #expect(outcome.errorOutput.contains("missing: oneDNN"), "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("missing: the OpenMP runtime"), "\(outcome.summary)")
    #expect(outcome.output.contains("would install: libdnnl-dev gcc"), "\(outcome.summary)")
  }

  @Test func programsAreNamed() throws {
    let outcome = try setup(StandInMachine(hasPkgConfig: false, hasMPIRun: false), "--dry-run")
    #expect(outcome.status == 1)
    #expect(outcome.errorOutput.contains("missing: pkg-config"))
    #expect(outcome.errorOutput.contains("missing: mpirun"))
  }

  @Test(arguments: [
    (nil, "no Swift toolchain on PATH"), ("Swift version 5.10.1", "5.10.1 is too old"),
    ("Swift version 6.2 (swift-6.2-RELEASE)", "6.2 is too old"), ("unheard of", "names no version"),
  ])
  func theToolchainIsChecked(swift: String?, message: String) throws {
    let outcome = try setup(StandInMachine(swift: swift.map(StandInMachine.toolchain)))
    #expect(outcome.status == 1)
    #expect(outcome.errorOutput.contains(message), "\(outcome.summary)")
  }

  @Test(arguments: ["6.3", "6.10", "7.0"]) func newerToolchainsPass(version: String) throws {
    #expect(
      try setup(StandInMachine(swift: StandInMachine.toolchain("Swift version \(version) (x)")))
        .status == 0)
  }

  @Test func rootInstallsWhatIsMissingAndNothingElse() throws {
    let machine = StandInMachine(
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
    let outcome = try setup(StandInMachine(unknownPackages: ["libpng"], aptGet: "exit 0"))
    #expect(outcome.status == 1, "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("missing: libpng"))
  }

  @Test func aFailedInstallationIsToldAndNamesThePackages() throws {
    let outcome = try setup(StandInMachine(unknownPackages: ["libpng"], aptGet: "exit 100"))
    #expect(outcome.status == 1, "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("could not install: libpng-dev"), "\(outcome.summary)")
  }

  @Test func withoutRightsNothingIsInstalled() throws {
    let outcome = try setup(
      StandInMachine(unknownPackages: ["libpng"], aptGet: "exit 0", user: 1000))
    #expect(outcome.status == 1)
    #expect(!outcome.output.contains("apt-get -q"), "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("apt-get install libpng-dev"), "\(outcome.summary)")
  }

  @Test func aDryRunChangesNothing() throws {
    let outcome = try setup(
      StandInMachine(unknownPackages: ["libpng"], aptGet: "exit 0"), "--dry-run")
    #expect(outcome.status == 1)
    #expect(!outcome.output.contains("apt-get"), "\(outcome.summary)")
  }

  @Test func aWrongArgumentIsRefused() throws {
    #expect(try setup(StandInMachine(), "--force").status == 64)
  }
}
