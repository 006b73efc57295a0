// Trains a small network on every rank of a job, for the tests, which start it with mpirun:
// `TrainingProbe JOB`, a `TrainingProbeJob` as JSON.
import ComputePlatform
import Foundation
import MessagePassing
import TestSupport
import Training
import Worker

guard CommandLine.arguments.count == 2 else {
  print("expected one job, found \(CommandLine.arguments.count - 1) arguments")
  exit(2)
}
ThreadTeam.threadCount = 1
do {
  let job = try JSONDecoder().decode(
    TrainingProbeJob.self, from: Data(CommandLine.arguments[1].utf8))
  try withMPI(threadLevel: .funneled) { universe in
    do {
      try ProbeRun(job, over: universe).run()
    } catch let error as TrainingError {
      // The same on all ranks, which leave in good order.
      print("rank \(universe.world.rank) stops: \(error)")
      fflush(nil)
    }
  }
} catch {
  print("not in MPI: \(error)")
  exit(4)
}
