// Shares a small network's weights between the ranks of a job, for the tests, which start it with
// mpirun: `SharingProbe SCENARIO`.
import ComputePlatform
import Glibc
import MessagePassing
import Worker

let names = CommandLine.arguments.dropFirst()
guard names.count == 1, let scenario = names.first.flatMap({ SharingRun.Scenario($0) }) else {
  print("expected one of \(SharingRun.Scenario.allCases), found \(names)")
  exit(2)
}
do {
  try withMPI(threadLevel: .funneled) { universe in
    // Ranks of a node may have different shares of its cores.
    ThreadTeam.threadCount = universe.world.rank + 1
    do {
      try SharingRun(scenario, over: universe).run()
    } catch let refusal as Agreement.Refusal {
      print("rank \(universe.world.rank) refuses: \(refusal)")
      fflush(nil)
    }
  }
} catch {
  print("not in MPI: \(error)")
  exit(4)
}
