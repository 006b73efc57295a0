internal import CMPI

/// A group of ranks that talk to each other, apart from all other groups (MPI-3.1, chapter 6).
///
/// Made and freed collectively: every rank of the group calls ``free()`` when all are done. A
/// communicator that is dropped without it lives until MPI is left. Every call on a freed
/// communicator throws.
///
/// Collective calls are made by all ranks in the same order, by one thread at a time. They first
/// exchange what each rank was called with, so that all ranks throw the same error when operation,
/// root, element type or counts do not fit together.
@safe public final class Communicator {
  /// The longest message that is handed to the library at once, unless said otherwise.
  public static var defaultPieceByteCount: Int { 128 << 20 }

  /// This process's number in the group, from 0 (MPI-3.1, section 6.4.1).
  public let rank: Int
  /// Number of processes in the group (MPI-3.1, section 6.4.1).
  public let size: Int
  /// The longest message that is handed to the library at once; longer ones travel in pieces.
  public let pieceByteCount: Int
  /// The library's handle; the null handle when freed, on which the library refuses every call.
  private(set) var handle: MPI_Comm?

  /// Takes over a handle that the library made.
  init(
    adopting handle: MPI_Comm?, pieceByteCount: Int, _ operation: @autoclosure () -> String
  ) throws(MPIError) {
    // Errors of this communicator are returned: the program, not the library, ends the job.
    try check(
      unsafe MPI_Comm_set_errhandler(handle, equipoise_mpi_errors_return()),
      "MPI_Comm_set_errhandler", operation())
    var rank: Int32 = 0
    var size: Int32 = 0
    try check(unsafe MPI_Comm_rank(handle, &rank), "MPI_Comm_rank", operation())
    try check(unsafe MPI_Comm_size(handle, &size), "MPI_Comm_size", operation())
    unsafe self.handle = handle
    self.rank = Int(rank)
    self.size = Int(size)
    self.pieceByteCount = pieceByteCount
  }

  /// Checks that all ranks want pieces of the same size, and that it is a possible one.
  /// - Throws: ``MPIError`` on all ranks when one of them is wrong.
  func agree(onPieceByteCount pieceByteCount: Int) throws(MPIError) {
    let operation = "agreeing on the size of pieces between \(size) ranks"
    let sizes = try exchange([Int64(pieceByteCount)])
    guard let first = sizes.first, sizes.allSatisfy({ $0 == first }) else {
      throw MPIError(
        operation: operation,
        cause: .invalidArgument(
          name: "the piece size", expected: "the same on all ranks",
          found: "\(sizes) bytes by rank"))
    }
    guard first.isMultiple(of: 8), (8...1 << 30).contains(first) else {
      throw MPIError(
        operation: operation,
        cause: .invalidArgument(
          name: "the piece size", expected: "a multiple of 8 in 8...2^30 bytes",
          found: "\(first)"))
    }
  }

  /// A communicator of the same ranks whose messages never meet those of this one (MPI-3.1,
  /// section 6.4.2). Collective.
  /// - Parameter pieceByteCount: The longest message that is handed to the library at once; this
  ///   communicator's when nil. A multiple of 8 in 8...2^30, the same on all ranks.
  public func duplicate(pieceByteCount: Int? = nil) throws(MPIError) -> Communicator {
    let operation = "duplicating a communicator of \(size) ranks"
    let length = pieceByteCount ?? self.pieceByteCount
    try agree(onPieceByteCount: length)
    var made: MPI_Comm?
    try check(unsafe MPI_Comm_dup(handle, &made), "MPI_Comm_dup", operation)
    return try unsafe Communicator(adopting: made, pieceByteCount: length, operation)
  }

  /// Splits the group by colour (MPI-3.1, section 6.4.2). Collective.
  /// - Parameters:
  ///   - color: Ranks with the same colour come together, at least 0; nil for a rank that joins
  ///     no group.
  ///   - key: Ranks of a group are numbered by key, then by their number here.
  /// - Returns: The group of this rank's colour; nil when `color` is nil.
  public func split(color: Int?, key: Int) throws(MPIError) -> Communicator? {
    let operation = "splitting a communicator of \(size) ranks by a colour"
    let bound = Int(Int32.max)
    let number =
      if let color {
        try libraryInteger(color, "the colour", in: 0...bound, operation)
      } else {
        MPI_UNDEFINED
      }
    let order = try libraryInteger(key, "the key", in: -bound...bound, operation)
    var made: MPI_Comm?
    try check(unsafe MPI_Comm_split(handle, number, order, &made), "MPI_Comm_split", operation)
    guard color != nil else { return nil }
    return try unsafe Communicator(adopting: made, pieceByteCount: pieceByteCount, operation)
  }

  /// The ranks that share memory with this one, in the order of their numbers here (MPI-3.1,
  /// section 6.4.2, `MPI_COMM_TYPE_SHARED`). Collective.
  public func splitByNode() throws(MPIError) -> Communicator {
    let operation = "splitting a communicator of \(size) ranks by node"
    var made: MPI_Comm?
    try check(
      unsafe MPI_Comm_split_type(
        handle, Int32(MPI_COMM_TYPE_SHARED), Int32(rank), equipoise_mpi_info_null(), &made),
      "MPI_Comm_split_type", operation)
    return try unsafe Communicator(adopting: made, pieceByteCount: pieceByteCount, operation)
  }

  /// Gives the communicator back (MPI-3.1, section 6.4.3). Collective.
  ///
  /// Messages that are under way are still delivered. No other thread may be using it.
  /// - Throws: ``MPIError`` for ``Universe/world``, which is never freed, and for a communicator
  ///   that was freed before.
  public func free() throws(MPIError) {
    try check(unsafe MPI_Comm_free(&handle), "MPI_Comm_free", "freeing a communicator")
  }
}

// The library lets threads use one handle together, as far as the thread level goes. The handle
// changes in `free` alone, which must not overlap with another call.
extension Communicator: @unchecked Sendable {}
