import Foundation
import Glibc
import TestSupport
import Testing

/// The scripts for schedulers, run with stand-ins for `mpirun` and the schedulers' commands.
@Suite(.serialized) struct SchedulerScriptTests {
  private struct Outcome {
    let status: Int32
    /// What the stand-ins were called with, one call a line.
    let calls: String
  }

  /// Runs a script whose `mpirun` runs a few lines of shell.
  private func run(
    _ script: String, arguments: [String] = [], environment: [String: String] = [:], mpirun: String
  ) throws -> Outcome {
    let folder = try TemporaryDirectory()
    let bodies = [
      "mpirun": mpirun, "scontrol": "exit 0", "qsub": "exit 0",
      // The clock of a script runs out as soon as its run listens.
      "sleep": """
      for i in {1..2000}; do
        [ -e listening ] && exit
        /bin/sleep 0.01
      done
      """,
    ]
    for (name, body) in bodies {
      let note = name == "sleep" ? "" : "echo \"\(name) $*\" >> \(folder.file("calls"))\n"
      let text = "#!/bin/bash\ncd \(folder.path)\n\(note)\(body)\n"
      let path = try folder.write(Array(text.utf8), to: name)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [ShippedJobs.root.appending(path: "jobs/\(script)").path] + arguments
    process.environment = environment.merging(["PATH": "\(folder.path):/usr/bin:/bin"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try withUnblockedSignals { try process.run() }
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      calls: String(decoding: try folder.bytes("calls"), as: UTF8.self))
  }

  /// The threads that tests run on block signals, and processes inherit that.
  private func withUnblockedSignals(_ body: () throws -> Void) rethrows {
    var all = sigset_t()
    var previous = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_UNBLOCK, &all, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    try body()
  }

  /// A run that ends in good order when it gets the signal, and some day without it.
  private static func listener(_ ready: String) -> String {
    "trap 'exit 75' USR1\n\(ready)\nfor i in {1..2000}; do /bin/sleep 0.01; done\nexit 1"
  }

  private static let slurm = [
    "SLURM_NTASKS": "4", "SLURM_CPUS_PER_TASK": "16", "SLURM_JOB_ID": "77",
  ]
  private static let pbs = ["JOB": "jobs/demo.yml", "OUTPUT": "results/x", "PBS_O_WORKDIR": "/"]

  @Test("Slurm: the run gets ranks, cores and arguments; its status is the script's")
  func slurmPasses() throws {
    for status: Int32 in [0, 1, 64] {
      let outcome = try run(
        "slurm/evaluate.sbatch", arguments: ["jobs/demo.yml", "--limit", "3"],
        environment: Self.slurm, mpirun: "exit \(status)")
      #expect(outcome.status == status)
      #expect(
        outcome.calls == """
          mpirun -n 4 --map-by slot:PE=16 --bind-to core equipoise run --resume --threads 16 \
          jobs/demo.yml --limit 3

          """)
    }
  }

  @Test("Slurm: a signal reaches the run, and a stopped run is queued again")
  func slurmRequeues() throws {
    let outcome = try run(
      "slurm/evaluate.sbatch", environment: Self.slurm,
      mpirun: Self.listener("kill -USR1 $PPID"))
    #expect(outcome.status == 0)
    #expect(outcome.calls.hasSuffix("scontrol requeue 77\n"))
  }

  @Test("PBS: the run gets ranks, cores and arguments; its status is the script's")
  func pbsPasses() throws {
    for status: Int32 in [0, 1] {
      let outcome = try run("pbs/evaluate.pbs", environment: Self.pbs, mpirun: "exit \(status)")
      #expect(outcome.status == status)
      #expect(
        outcome.calls == """
          mpirun -n 4 --map-by slot:PE=16 --bind-to core equipoise run jobs/demo.yml \
          --output results/x --resume --threads 16

          """)
    }
  }

  @Test("PBS: the run is stopped in time, and goes on in another job")
  func pbsRequeues() throws {
    let outcome = try run(
      "pbs/evaluate.pbs", environment: Self.pbs.merging(["SECONDS_TO_RUN": "9"]) { $1 },
      mpirun: Self.listener("touch listening"))
    #expect(outcome.status == 0)
    #expect(
      outcome.calls.hasSuffix(
        "qsub -v JOB=jobs/demo.yml,OUTPUT=results/x,RANKS=4,CORES=16,SECONDS_TO_RUN=9 "
          + "jobs/pbs/evaluate.pbs\n"))
  }
}
