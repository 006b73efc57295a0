internal import CMPI
internal import Glibc

/// The processes of a job, while MPI is in use.
///
/// Made by ``withMPI(threadLevel:acceptingAtLeast:pieceByteCount:_:)`` and valid inside its body;
/// a call on anything that came from it after the body has returned ends the process, by the
/// library's own check.
public struct Universe: Sendable {
  /// All ranks of the job.
  public let world: Communicator
  /// What the threads of every rank may do: the lowest level that any rank was given.
  public let threadLevel: ThreadLevel
  /// The name of the machine that this rank runs on (MPI-3.1, section 8.1.2).
  public let hostName: String

  /// Name and version of the MPI library; can be asked for outside MPI too (MPI-3.1, section 8.1.1).
  public static var libraryVersion: String {
    unsafe libraryText(capacity: Int(MPI_MAX_LIBRARY_VERSION_STRING)) {
      unsafe MPI_Get_library_version($0, $1)
    } ?? "unknown"
  }

  /// Ends the whole job at once (MPI-3.1, section 8.7).
  ///
  /// Writes `rank R on HOST: message` to the standard error first, where R is the rank in
  /// ``world``, so that the reason is known before the other ranks are ended. May be called by any
  /// thread when the thread level allows it. Files that are open are not closed.
  /// - Parameters:
  ///   - code: The exit status; a shell sees 8 bits of it.
  ///   - message: The reason.
  /// - Precondition: `code` is in 1...255, so that the job does not end as if it had succeeded.
  public func abort(code: Int = 1, message: String) -> Never {
    precondition((1...255).contains(code), "an abort with the exit status \(code)")
    fflush(nil)
    writeToStandardError("rank \(world.rank) on \(hostName): \(message)\n")
    _ = unsafe MPI_Abort(equipoise_mpi_comm_world(), Int32(code))
    exit(Int32(code))  // when the library could not end the job, at least this rank ends
  }

  /// Enters MPI and checks what it gives.
  static func enter(
    requesting level: ThreadLevel, required: ThreadLevel, pieceByteCount: Int
  ) throws(MPIError) -> Universe {
    let operation = "entering MPI with \(level)"
    guard !wasEntered else { throw MPIError(operation: operation, cause: .alreadyUsed) }
    guard required <= level else {
      throw MPIError(
        operation: operation,
        cause: .invalidArgument(
          name: "the accepted thread level", expected: "at most \(level)", found: "\(required)"))
    }
    var provided: Int32 = 0
    try check(
      unsafe MPI_Init_thread(nil, nil, level.libraryValue, &provided), "MPI_Init_thread", operation)
    do throws(MPIError) {
      // From here on the library returns its codes; errors without a communicator go to the world
      // in MPI 3.1 and to the process itself in later versions.
      try check(
        unsafe MPI_Comm_set_errhandler(equipoise_mpi_comm_self(), equipoise_mpi_errors_return()),
        "MPI_Comm_set_errhandler", operation)
      let world = try unsafe Communicator(
        adopting: equipoise_mpi_comm_world(), pieceByteCount: pieceByteCount, operation)
      try world.agree(onPieceByteCount: pieceByteCount)
      let levels = try world.exchange([Int64(ThreadLevel(libraryValue: provided).rawValue)])
      let lowest = levels.min().flatMap { ThreadLevel(rawValue: Int($0)) } ?? .single
      guard lowest >= required else {
        throw MPIError(
          operation: operation, cause: .threadLevel(required: required, provided: lowest))
      }
      guard
        let hostName = unsafe libraryText(
          capacity: Int(MPI_MAX_PROCESSOR_NAME), { unsafe MPI_Get_processor_name($0, $1) })
      else {
        throw MPIError(
          operation: operation,
          cause: .invalidArgument(name: "the host's name", expected: "known", found: "none"))
      }
      return Universe(world: world, threadLevel: lowest, hostName: hostName)
    } catch {
      // All ranks agreed on what is wrong, so all of them leave.
      try leave()
      throw error
    }
  }

  /// Whether this process has entered MPI, and whether it has left it: the two questions that may
  /// be asked at any time (MPI-3.1, section 8.7).
  static var wasEntered: Bool { unsafe flag { unsafe MPI_Initialized($0) } }
  static var wasLeft: Bool { unsafe flag { unsafe MPI_Finalized($0) } }

  @unsafe private static func flag(_ ask: (UnsafeMutablePointer<Int32>) -> Int32) -> Bool {
    var value: Int32 = 0
    let code = unsafe ask(&value)
    precondition(code == MPI_SUCCESS, "MPI does not know whether it is in use, code \(code)")
    return value != 0
  }

  /// Leaves MPI.
  static func leave() throws(MPIError) { try check(MPI_Finalize(), "MPI_Finalize", "leaving MPI") }
}

/// Writes a text in as few calls as the system allows, so that lines of ranks do not mix.
private func writeToStandardError(_ text: String) {
  var rest = ArraySlice(text.utf8)
  while !rest.isEmpty {
    let written = unsafe rest.withUnsafeBytes {
      unsafe write(STDERR_FILENO, $0.baseAddress, $0.count)
    }
    guard written > 0 || errno == EINTR else { return }
    rest = rest.dropFirst(max(written, 0))
  }
}
