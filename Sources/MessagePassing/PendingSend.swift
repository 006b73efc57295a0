internal import CMPI

/// A message that is being sent, with the buffer that it is sent from.
///
/// Call ``wait()``. The memory of a message that is dropped while it is still under way is never
/// freed, since the library goes on reading it.
@safe public struct PendingSend<Element: MessageElement>: ~Copyable {
  private let base: UnsafeMutablePointer<Element>
  private let count: Int
  private let requests: PieceRequests
  private let destination: Int32
  private let tag: Int32

  init(
    _ buffer: consuming MessageBuffer<Element>, on communicator: Communicator, to address: Address
  ) throws(MPIError) {
    let pieces = communicator.messagePieces(of: buffer.count, Element.self)
    count = buffer.count
    unsafe base = unsafe buffer.relinquish()
    requests = PieceRequests(count: pieces.count)
    destination = address.peer
    tag = address.tag
    for (index, piece) in pieces.enumerated() {
      try check(
        unsafe MPI_Isend(
          base + piece.lowerBound, Int32(piece.count), Element.datatype, destination, tag,
          communicator.handle, requests.handle(index)),
        "MPI_Isend", operation)
    }
  }

  deinit {
    // An error here is not lost: what has failed counts as still under way.
    let isComplete = (try? requests.areComplete("dropping a message")) ?? false
    guard isComplete else { return }
    for index in 0..<requests.count { _ = try? requests.wait(index, "dropping a message") }
    requests.deallocate()
    unsafe base.deallocate()
  }

  /// Whether ``wait()`` would return at once (MPI-3.1, section 3.7.6).
  public func isComplete() throws(MPIError) -> Bool { try requests.areComplete(operation) }

  /// Waits until the buffer may be changed again (MPI-3.1, section 3.7.3).
  /// - Returns: The buffer.
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
    for index in 0..<requests.count { _ = try requests.wait(index, operation) }
  }

  private var operation: String {
    "sending \(count) elements of \(Element.self) to rank \(destination), tag \(tag)"
  }
}

extension Communicator {
  /// Starts to send a message and returns at once (MPI-3.1, section 3.7.2).
  /// - Parameters:
  ///   - buffer: The content; ``PendingSend/wait()`` gives it back.
  ///   - destination: The receiver's rank.
  ///   - tag: A number that tells the receiver what the message is about, at least 0.
  public func immediateSend<Element: MessageElement>(
    _ buffer: consuming MessageBuffer<Element>, to destination: Int, tag: Int
  ) throws(MPIError) -> PendingSend<Element> {
    let address = try Address(self, peer: destination, tag: tag, "starting to send a message")
    return try PendingSend(buffer, on: self, to: address)
  }
}
