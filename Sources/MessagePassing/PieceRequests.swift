internal import CMPI

/// The library's handles of the pieces of a message that is under way (MPI-3.1, section 3.7).
///
/// Trivial, so that an owner with a `deinit` can be discarded; the owner frees it.
@safe struct PieceRequests {
  let count: Int
  private let handles: UnsafeMutablePointer<MPI_Request?>

  /// Handles of operations that have not been started.
  init(count: Int) {
    self.count = count
    unsafe handles = .allocate(capacity: count)
    unsafe handles.initialize(repeating: equipoise_mpi_request_null(), count: count)
  }

  /// Where the library writes the handle of one piece.
  @unsafe func handle(_ index: Int) -> UnsafeMutablePointer<MPI_Request?> {
    precondition(index >= 0 && index < count, "piece \(index) of \(count)")
    return unsafe handles + index
  }

  /// Waits for one piece (MPI-3.1, section 3.7.3); at once when it is complete.
  func wait(_ index: Int, _ operation: @autoclosure () -> String) throws(MPIError) -> MPI_Status {
    var status = MPI_Status()
    try check(unsafe MPI_Wait(handle(index), &status), "MPI_Wait", operation())
    return status
  }

  /// Whether all pieces are complete, without waiting and without consuming the result (MPI-3.1,
  /// section 3.7.6).
  func areComplete(_ operation: @autoclosure () -> String) throws(MPIError) -> Bool {
    for index in 0..<count {
      var done: Int32 = 0
      try check(
        unsafe MPI_Request_get_status(
          handle(index).pointee, &done, equipoise_mpi_status_ignore()),
        "MPI_Request_get_status", operation())
      if done == 0 { return false }
    }
    return true
  }

  /// Frees the handles' memory.
  func deallocate() { unsafe handles.deallocate() }
}
