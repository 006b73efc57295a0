internal import CMPI

/// A message that is being received, with the buffer that it is received into.
///
/// Call ``wait()``. A request that is dropped before receives nothing any more; a message that has
/// arrived by then is lost.
@safe public struct PendingReceive<Element: MessageElement>: ~Copyable {
  private let base: UnsafeMutablePointer<Element>
  private let count: Int
  private let pieceCount: Int
  private let requests: PieceRequests
  private let source: Int32
  private let tag: Int32

  init(
    _ buffer: consuming MessageBuffer<Element>, on communicator: Communicator, from address: Address
  ) throws(MPIError) {
    let pieces = communicator.messagePieces(of: buffer.count, Element.self)
    count = buffer.count
    pieceCount = communicator.pieceByteCount / MemoryLayout<Element>.stride
    unsafe base = unsafe buffer.relinquish()
    requests = PieceRequests(count: pieces.count)
    source = address.peer
    tag = address.tag
    for (index, piece) in pieces.enumerated() {
      // The last piece has room for one element more: the library does not report every message
      // that is longer than its place.
      let room = index == pieces.count - 1 ? piece.count + 1 : piece.count
      try check(
        unsafe MPI_Irecv(
          base + piece.lowerBound, Int32(room), Element.datatype, source, tag,
          communicator.handle, requests.handle(index)),
        "MPI_Irecv", operation)
    }
  }

  deinit {
    // Cancelling a receive is local: the wait behind it returns, with the message or without
    // (MPI-3.1, section 3.8.4). Memory is kept when the library does not confirm that.
    var isSettled = true
    for index in 0..<requests.count {
      let handle = unsafe requests.handle(index)
      guard unsafe handle.pointee != equipoise_mpi_request_null() else { continue }
      let cancelled = unsafe MPI_Cancel(handle) == MPI_SUCCESS
      let code = unsafe MPI_Wait(handle, equipoise_mpi_status_ignore())
      isSettled = isSettled && cancelled && code == MPI_SUCCESS
    }
    guard isSettled else { return }
    requests.deallocate()
    unsafe base.deallocate()
  }

  /// Whether ``wait()`` would return at once (MPI-3.1, section 3.7.6).
  public func isComplete() throws(MPIError) -> Bool { try requests.areComplete(operation) }

  /// Waits for the message (MPI-3.1, section 3.7.3).
  /// - Returns: The buffer, with every element received.
  /// - Throws: ``MPIError`` when the message is shorter or longer than the buffer. Of a message that
  ///   is much too long it says how much was seen, and pieces that were not awaited stay queued.
  public consuming func wait() throws(MPIError) -> MessageBuffer<Element> {
    do throws(MPIError) {
      try complete()
    } catch {
      _ = consume self
      throw error
    }
    requests.deallocate()
    let buffer = unsafe MessageBuffer(adopting: base, count: count)
    discard self
    return buffer
  }

  private func complete() throws(MPIError) {
    for index in 0..<requests.count {
      let expected = min(pieceCount, count - index * pieceCount) * MemoryLayout<Element>.stride
      let found = try requests.wait(index, operation).byteCount()
      guard found == expected else {
        throw MPIError(
          operation: operation,
          cause: .messageLength(
            source: Int(source), tag: Int(tag),
            expected: "exactly \(count * MemoryLayout<Element>.stride) bytes",
            foundByteCount: index * pieceCount * MemoryLayout<Element>.stride + found))
      }
    }
  }

  private var operation: String {
    "receiving \(count) elements of \(Element.self) from rank \(source), tag \(tag)"
  }
}

extension Communicator {
  /// Starts to receive a message of exactly `buffer.count` elements and returns at once (MPI-3.1,
  /// section 3.7.2).
  ///
  /// A sender and a tag are named, since a message of many pieces is awaited piece by piece.
  /// - Parameters:
  ///   - buffer: The place for the content; ``PendingReceive/wait()`` gives it back.
  ///   - source: The sender's rank.
  ///   - tag: The message's tag.
  public func immediateReceive<Element: MessageElement>(
    into buffer: consuming MessageBuffer<Element>, from source: Int, tag: Int
  ) throws(MPIError) -> PendingReceive<Element> {
    let address = try Address(self, peer: source, tag: tag, "starting to receive a message")
    return try PendingReceive(buffer, on: self, from: address)
  }
}
