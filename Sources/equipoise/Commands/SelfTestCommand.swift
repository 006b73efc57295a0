import ArgumentParser
import ComputePlatform
import Logging
import MessagePassing

/// `equipoise self-test`: whether the libraries do what the program needs, on these ranks.
struct SelfTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "self-test",
    abstract: "Check that MPI, HDF5 and oneDNN work together, on any number of ranks.",
    discussion: """
      Broadcasts filters in pieces; writes a small HDF5 file with checksums, of which every rank \
      reads its own images; computes a convolution and its input gradient on oneDNN against nested \
      loops; adds the results up along the fixed tree and compares them with the answer of one \
      rank. One line per part. Takes about a second.

        equipoise self-test
        mpirun -n 4 --bind-to none equipoise self-test
        mpirun --hostfile hostfiles/two-nodes equipoise self-test --directory /shared/scratch
        mpirun -n 3 equipoise self-test --fault error     how a failing rank ends a job

      Exit status: 0 when all parts are ok, 1 otherwise.
      """)

  @Option(help: "Existing folder for the file, seen by all nodes; the system's by default.")
  var directory: String?

  @Option(
    help: "Threads of every rank. By default the cores that the rank may use, shared fairly.")
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Let something go wrong on purpose, to see how it is reported.",
      valueName: SelfTestFault.allCases.map(\.rawValue).joined(separator: "|")))
  var fault: SelfTestFault?

  @Option(help: "The rank on which it goes wrong, the last one by default; chunk: rank zero.")
  var faultRank: Int?

  @OptionGroup var logging: LoggingOptions

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("expected --threads to be at least 1, found \(threads)")
    }
    if let directory, directory.isEmpty {
      throw ValidationError("expected --directory to be a folder, found an empty name")
    }
    guard let faultRank else { return }
    if faultRank < 0 {
      throw ValidationError("expected --fault-rank to be at least 0, found \(faultRank)")
    }
    if fault == nil || fault == .chunk {
      throw ValidationError("--fault-rank is for a --fault that goes wrong on any rank")
    }
  }

  func run() throws {
    let passed = try withMPI(threadLevel: .multiple, acceptingAtLeast: .funneled) { universe in
      let logger = logging.logger(for: universe)
      try setThreads(universe, logger)
      let findings = try SelfTestRun(
        universe: universe, directory: directory, fault: try fault(on: universe)
      ).run()
      let passed = findings.allSatisfy(\.passed)
      if universe.world.rank == 0 { print("self-test \(passed ? "passed" : "FAILED")") }
      return passed
    }
    if !passed { throw ExitStatus.failure }
  }

  /// Sizes this rank's team of threads, and says what the job runs on. Collective.
  private func setThreads(_ universe: Universe, _ logger: Logger) throws {
    let plan = try ThreadPlan(requested: threads, over: universe, logger)
    guard universe.world.rank == 0 else { return }
    print(
      """
      equipoise \(VersionReport.programVersion): ranks \(plan.allThreadCounts.count), \
      nodes \(plan.nodeCount), threads \(plan.allThreadCounts.reduce(0, +)), \
      \(universe.threadLevel), \(VersionReport.current.libraries)
      """)
  }

  /// What goes wrong on this rank.
  private func fault(on universe: Universe) throws -> SelfTestFault? {
    let size = universe.world.size
    let rank = fault == .chunk ? 0 : faultRank ?? size - 1
    guard rank < size else {
      throw ValidationError("expected --fault-rank to be below \(size), the ranks of the job")
    }
    return universe.world.rank == rank ? fault : nil
  }
}
