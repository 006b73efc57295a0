internal import CMPI

/// A piece of a message that was taken from the queue but whose content was not received yet, so
/// that its length is known before there is a place for it (MPI-3.1, section 3.8.2).
@safe struct MatchedPiece {
  /// Sender, tag and length of the piece.
  let envelope: MessageEnvelope
  private let message: MPI_Message?

  /// Waits for a piece and takes it from the queue.
  init(waitingOn communicator: Communicator, _ selection: Address) throws(MPIError) {
    var message: MPI_Message?
    var status = MPI_Status()
    try check(
      unsafe MPI_Mprobe(selection.peer, selection.tag, communicator.handle, &message, &status),
      "MPI_Mprobe", "waiting for a message")
    envelope = try MessageEnvelope(status)
    unsafe self.message = unsafe message
  }

  /// Receives the content; called once (MPI-3.1, section 3.8.3).
  /// - Precondition: there is room for `count` elements at `place`.
  @unsafe func receive(
    into place: UnsafeMutableRawPointer?, count: Int, _ datatype: MPI_Datatype?
  ) throws(MPIError) {
    var message = unsafe message
    try check(
      unsafe MPI_Mrecv(place, Int32(count), datatype, &message, equipoise_mpi_status_ignore()),
      "MPI_Mrecv",
      "receiving \(envelope.byteCount) bytes from rank \(envelope.source), tag \(envelope.tag)")
  }

  /// Receives the content and drops it.
  func discard() throws(MPIError) {
    let bytes = MessageBuffer<UInt8>(uninitializedCount: envelope.byteCount)
    try unsafe receive(into: bytes.base, count: bytes.count, equipoise_mpi_byte())
  }
}
