import ComputePlatform
import TestSupport
import Testing

@Suite struct VersionTests {
  @Test func aLineForEveryFact() throws {
    let outcome = try MPIRun.launchSingleton(executable: "equipoise", arguments: ["--version"])
    #expect(outcome.status == 0, "\(outcome.summary)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    try #require(lines.count == 6, "\(outcome.summary)")
    #expect(lines[0].wholeMatch(of: /equipoise \d+\.\d+\.\d+/) != nil)
    #expect(lines[1].wholeMatch(of: /MPI: Open MPI v\d+\.\d+\.\d+/) != nil)
    #expect(lines[2].wholeMatch(of: /HDF5: \d+\.\d+\.\d+/) != nil)
    #expect(lines[3].wholeMatch(of: /oneDNN: \d+\.\d+\.\d+/) != nil)
    #expect(lines[4].wholeMatch(of: /instruction set: (SSE4.1|AVX|AVX2|AVX-512.*|AMX)/) != nil)
    // The launcher asks for one thread.
    #expect(lines[5].wholeMatch(of: /threads: 1 \(cores available: [1-9]\d*\)/) != nil)
  }

  /// OpenMP has bound the first thread to one core before the program looks.
  @Test(arguments: ["true", "close", "spread"])
  func threadsBoundToCoresLeaveNoneOut(_ binding: String) throws {
    let outcome = try MPIRun.launchSingleton(
      executable: "equipoise", arguments: ["--version"], environment: ["OMP_PROC_BIND": binding])
    #expect(
      outcome.output.hasSuffix("(cores available: \(Processor.availableCoreCount))\n"),
      "\(outcome.summary)")
  }

  /// With a transport that does not exist nobody can enter MPI.
  @Test func needsNoMPI() throws {
    let broken = ["OMPI_MCA_pml": "missing"]
    let version = try MPIRun.launchSingleton(
      executable: "equipoise", arguments: ["--version"], environment: broken)
    #expect(version.status == 0, "\(version.summary)")
    let selfTest = try MPIRun.launchSingleton(
      executable: "equipoise", arguments: ["self-test"], environment: broken)
    #expect(selfTest.status != 0, "the environment does not keep anyone from entering MPI")
  }
}
