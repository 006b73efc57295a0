// Runs scenarios on every rank of a job, for the tests, which start it with mpirun:
// `MessagePassingProbe SCENARIO[,SCENARIO...] [PIECE-SIZE [NUMBER]]`. A scenario throws when something is not as it
// should be, which ends the job with a message and a status.
import Glibc
import MessagePassing

let arguments = Array(CommandLine.arguments.dropFirst())
let names = (arguments.first ?? "").split(separator: ",").map(String.init)

/// A number behind the names.
func argument(_ index: Int, default value: Int) -> Int {
  arguments.count > index ? Int(arguments[index]) ?? value : value
}

let scenarios: [String: (Universe) throws -> Void] = [
  "identity": checkIdentity,
  "collectives": checkCollectives,
  "parts": checkParts,
  "collective-mismatch": checkCollectiveMismatch,
  "communicators": checkCommunicators,
  "messages": checkMessages,
  "unknown-length": checkUnknownLength,
  "too-long": checkTooLong,
  "threads": checkThreads,
  "immediate": checkImmediate,
  "reduction": { try checkReduction($0, repetitions: argument(2, default: 100)) },
  "background": checkBackgroundSums,
  "background-mismatch": mismatchBackgroundSums,
  "background-overflow": overflowBackgroundSums,
  "reduction-mismatch": checkReductionMismatch,
  "reduction-overflow": overflowReduction,
  "sharing": checkSharing,
  "sharing-without-memory": checkSharingWithoutMemory,
  "large-broadcast": { try checkLargeBroadcast($0, mebibytes: argument(2, default: 3072)) },
  "fail": { try failOnOneRank($0, rank: argument(2, default: 0)) },
  "abort": { $0.abort(code: argument(2, default: 3), message: "as asked") },
  "hang": { _ in sleep(600) },
  "thread-level": { report($0, "provided \($0.threadLevel)") },
]

/// The level that is accepted: the number behind the scenario `thread-level`.
let accepted: ThreadLevel? =
  names == ["thread-level"] ? ThreadLevel(rawValue: argument(2, default: 3)) : nil

guard !names.isEmpty, names.allSatisfy({ scenarios[$0] != nil }) else {
  print("unknown scenario in \(names); known: \(scenarios.keys.sorted())")
  exit(2)
}

do {
  try withMPI(
    threadLevel: .multiple, acceptingAtLeast: accepted,
    pieceByteCount: argument(1, default: Communicator.defaultPieceByteCount)
  ) { universe in
    for name in names {
      try scenarios[name]?(universe)
      report(universe, "finished \(name)")
    }
  }
} catch {
  print("not in MPI: \(error)")
  exit(4)
}

if names == ["identity"] {
  // A second entry is an error, and no crash.
  do {
    try withMPI(threadLevel: .single) { _ in }
    exit(5)
  } catch {
    print("second entry: \(error)")
  }
}
