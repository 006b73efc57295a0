import ArgumentParser
import Logging
import MessagePassing
import Worker

/// A command on all ranks of a job, from entering MPI to its exit status.
struct RankedRun {
  /// What it tells.
  let logging: LoggingOptions

  /// Enters MPI, and runs the command on every rank.
  ///
  /// What all ranks agree on is told by rank zero alone. Any other error of one rank ends the job,
  /// unless there is no other rank: then MPI is left in good order.
  /// - Throws: the exit status, unless everything was done.
  func callAsFunction(
    _ body: (Universe, Logger, StopSignal) throws -> ExitCode
  ) throws {
    // Before MPI starts, so that a signal during the start is not the end.
    let stopSignal = StopSignal()
    let status: ExitCode = try withMPI(
      threadLevel: .multiple, acceptingAtLeast: .funneled
    ) { universe in
      let logger = logging.logger(for: universe)
      do {
        return try body(universe, logger, stopSignal)
      } catch let refusal as Agreement.Refusal {
        if universe.world.rank == 0 { logger.error("\(refusal)") }
        return ExitStatus.failure
      } catch  where universe.world.size == 1 {
        logger.error("\(error)")
        return ExitStatus.failure
      }
    }
    if status != ExitStatus.success { throw status }
  }

  /// Tells how to go on with a run that was stopped.
  /// - Returns: the exit status of such a run.
  static func stopped(_ universe: Universe, _ logger: Logger) -> ExitCode {
    if universe.world.rank == 0 { logger.notice("stopped; --resume goes on from here") }
    return ExitStatus.stopped
  }
}
