/// Runs `body` inside MPI.
///
/// Enters MPI, checks the thread level, runs `body`, and leaves MPI when `body` returns (MPI-3.1,
/// sections 8.7 and 12.4.3). An error that escapes from `body` ends the whole job: its text is
/// written to the standard error as `rank R on HOST: text`, all ranks are ended and the exit
/// status is 1. MPI is not left in that case, since that would wait for ranks which may be waiting
/// for this one. Without `mpirun` the process is a job of one rank.
///
/// A process can do this once. MPI is blocking: do not call it in `async` code.
/// - Parameters:
///   - threadLevel: What the threads of this process would like to do.
///   - minimum: The least that the program can work with; `threadLevel` itself when nil. Read
///     ``Universe/threadLevel`` to see what was granted.
///   - pieceByteCount: The longest message that is handed to the library at once; longer ones
///     travel in pieces. A multiple of 8 in 8...2^30, the same on all ranks.
///   - body: The program.
/// - Returns: What `body` returns.
/// - Throws: ``MPIError`` when MPI cannot be entered or left; all ranks agree about a thread level
///   that is too low and about piece sizes that differ.
@available(*, noasync)
public func withMPI<Result: ~Copyable>(
  threadLevel: ThreadLevel, acceptingAtLeast minimum: ThreadLevel? = nil,
  pieceByteCount: Int = Communicator.defaultPieceByteCount,
  _ body: (Universe) throws -> Result
) throws(MPIError) -> Result {
  let universe = try Universe.enter(
    requesting: threadLevel, required: minimum ?? threadLevel, pieceByteCount: pieceByteCount)
  let result: Result
  do {
    result = try body(universe)
  } catch {
    universe.abort(message: "\(error)")
  }
  try Universe.leave()
  return result
}
