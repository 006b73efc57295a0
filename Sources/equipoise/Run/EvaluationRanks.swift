import Coordinator
import Foundation
import Glibc
import Jobs
import MessagePassing
import Worker

/// An evaluation after its start, on all ranks: hand-out, work and results.
struct EvaluationRanks {
  /// How an evaluation ended.
  struct Outcome {
    let ending: EvaluationCoordinator.Ending
    /// What every worker did; empty but on rank zero.
    var figures: [WorkerFigures] = []
    /// What was found; on rank zero, of a complete run.
    var summary: RunSummary?
  }

  let universe: Universe
  let threads: ThreadPlan
  let stopSignal: StopSignal
  /// When the run began.
  let start: Date

  /// Works until all records are there, or somebody wants to stop. Collective.
  /// - Parameters:
  ///   - coordinator: on rank zero.
  ///   - runner: on ranks that compute.
  /// - Returns: how it ended, on all ranks.
  /// - Throws: whatever goes wrong.
  func run(
    _ coordinator: EvaluationCoordinator?, _ runner: (any UnitRunning)?
  ) throws -> Outcome {
    let hostNames = try Agreement(universe).texts(universe.hostName)
    let exchange = try universe.world.duplicate()
    var outcome = Outcome(ending: .stopped)
    if let coordinator {
      outcome = try coordinate(coordinator, runner, exchange, hostNames)
      outcome.summary = try coordinator.finish(
        outcome.ending, figures: outcome.figures,
        facts: AttemptFacts(
          start: start, hostNames: hostNames, threadCounts: threads.allThreadCounts,
          versions: VersionReport.current.description.split(separator: "\n").map(String.init),
          threadLevel: "\(universe.threadLevel)"))
      try EndingNotice.send(outcome.ending, over: exchange)
    } else {
      if let runner {
        try WorkerLoop(
          MessageExchange(exchange, coordinator: 0), runner, isStopWanted: isStopWanted
        ).run()
      }
      outcome = Outcome(ending: try EndingNotice.wait(over: exchange))
    }
    try exchange.free()
    return outcome
  }

  private var isStopWanted: () -> Bool {
    let stopSignal = stopSignal
    return { stopSignal.isWanted }
  }

  /// Rank zero's part.
  private func coordinate(
    _ coordinator: EvaluationCoordinator, _ runner: (any UnitRunning)?, _ exchange: Communicator,
    _ hostNames: [String]
  ) throws -> Outcome {
    var thread: WorkerThread?
    var local: LocalExchange?
    if let runner {
      let own = LocalExchange()
      local = own
      thread = WorkerThread(
        WorkerLoop(own, runner, isStopWanted: isStopWanted), threadCount: threads.threadCount)
    }
    let (ending, figures) = try coordinator.run(
      over: exchange, local: local, hostNames: hostNames, isStopWanted: isStopWanted)
    thread?.join()
    return Outcome(ending: ending, figures: figures)
  }
}

/// How rank zero tells the others that the results are written. They wait for it asleep: making
/// results may take minutes, and a rank that waits inside MPI keeps its core busy.
private enum EndingNotice {
  private static let pause: UInt32 = 10_000  // microseconds

  static func send(
    _ ending: EvaluationCoordinator.Ending, over exchange: Communicator
  ) throws {
    let bytes: [UInt8] = [ending == .complete ? 1 : 0]
    for rank in 1..<max(exchange.size, 1) {
      try exchange.send(bytes.span, to: rank, tag: ExchangeTag.ending)
    }
  }

  static func wait(over exchange: Communicator) throws -> EvaluationCoordinator.Ending {
    let tag = MessageTag.number(ExchangeTag.ending)
    while try exchange.immediateProbe(from: .rank(0), tag: tag) == nil { usleep(pause) }
    return try exchange.receiveBytes(from: .rank(0), tag: tag).bytes == [1] ? .complete : .stopped
  }
}
