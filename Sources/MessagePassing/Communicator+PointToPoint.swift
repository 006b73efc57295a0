internal import CMPI

/// A message travels as pieces of ``Communicator/pieceByteCount`` bytes and a last one that is
/// shorter, possibly empty: the receiver sees the end without a header, and a short message is a
/// single one to the library. Pieces of messages with the same sender, receiver and tag arrive in
/// order (MPI-3.1, section 3.5).
///
/// Threads: messages longer than a piece with the same sender and tag must be sent by one thread
/// at a time, and received by one thread at a time.
extension Communicator {
  /// Sends a message, and returns when `values` may be changed again (MPI-3.1, section 3.2.1).
  ///
  /// May wait until the receiver takes the message.
  /// - Parameters:
  ///   - values: The content.
  ///   - destination: The receiver's rank.
  ///   - tag: A number that tells the receiver what the message is about, at least 0.
  public func send<Element: MessageElement>(
    _ values: Span<Element>, to destination: Int, tag: Int
  ) throws(MPIError) {
    let count = values.count
    let address = try Address(self, peer: destination, tag: tag, "sending a message")
    try unsafe values.withUnsafeBufferPointer { buffer throws(MPIError) in
      for piece in messagePieces(of: count, Element.self) {
        try check(
          unsafe MPI_Send(
            buffer.baseAddress.map { unsafe $0 + piece.lowerBound }, Int32(piece.count),
            Element.datatype, address.peer, address.tag, handle),
          "MPI_Send",
          "sending elements \(piece) of \(count) \(Element.self) to rank \(destination), tag \(tag)"
        )
      }
    }
  }

  /// Receives a message of at most `values.count` elements (MPI-3.1, sections 3.8.2 and 3.8.3).
  /// - Parameters:
  ///   - values: The place for the content. What lies behind the end of the message keeps its value.
  ///   - source: Whose message.
  ///   - tag: Which message.
  /// - Returns: Who sent it, and how many bytes came.
  /// - Throws: ``MPIError`` when the message is longer, or is not a whole number of elements. It
  ///   has been taken from the queue then and the communicator stays usable; `values` holds the
  ///   message's beginning.
  public func receive<Element: MessageElement>(
    into values: inout MutableSpan<Element>, from source: MessageSource, tag: MessageTag
  ) throws(MPIError) -> MessageEnvelope {
    let capacity = values.count * MemoryLayout<Element>.stride
    let stride = MemoryLayout<Element>.stride
    let envelope = try unsafe values.withUnsafeMutableBytes { buffer throws(MPIError) in
      try receivePieces(from: source, tag: tag) { piece, offset throws(MPIError) in
        let length = piece.envelope.byteCount
        guard length.isMultiple(of: stride), offset + length <= capacity else {
          return try piece.discard()
        }
        let place = unsafe buffer.baseAddress.map { unsafe $0 + offset }
        try unsafe piece.receive(into: place, count: length / stride, Element.datatype)
      }
    }
    guard envelope.byteCount <= capacity,
      envelope.byteCount.isMultiple(of: MemoryLayout<Element>.stride)
    else {
      throw MPIError(
        operation: "receiving a message into \(values.count) elements",
        cause: .messageLength(
          source: envelope.source, tag: envelope.tag,
          expected: "at most \(values.count) elements of \(MemoryLayout<Element>.stride) bytes",
          foundByteCount: envelope.byteCount))
    }
    return envelope
  }

  /// Receives a message of `UInt8` elements of any length (MPI-3.1, sections 3.8.2 and 3.8.3).
  /// - Parameters:
  ///   - source: Whose message.
  ///   - tag: Which message.
  /// - Complexity: allocates the result; a message of many pieces is moved as it grows.
  public func receiveBytes(
    from source: MessageSource, tag: MessageTag
  ) throws(MPIError) -> ReceivedBytes {
    var bytes: [UInt8] = []
    let envelope = try receivePieces(from: source, tag: tag) { piece, _ throws(MPIError) in
      let count = piece.envelope.byteCount
      try bytes.append(addingCapacity: count) { output throws(MPIError) in
        try unsafe output.withUnsafeMutableBufferPointer { buffer, initialized throws(MPIError) in
          try unsafe piece.receive(into: buffer.baseAddress, count: count, UInt8.datatype)
          initialized = count
        }
      }
    }
    return ReceivedBytes(envelope: envelope, bytes: bytes)
  }

  /// Waits for a message without taking it (MPI-3.1, section 3.8.1).
  public func probe(
    from source: MessageSource, tag: MessageTag
  ) throws(MPIError) -> MessageEnvelope {
    let operation = "waiting for a message"
    let selection = try Address(self, from: source, tag: tag, operation)
    var status = MPI_Status()
    try check(
      unsafe MPI_Probe(selection.peer, selection.tag, handle, &status), "MPI_Probe", operation)
    return try MessageEnvelope(status)
  }

  /// Looks for a message without taking it or waiting for it (MPI-3.1, section 3.8.1).
  /// - Returns: nil when there is none.
  public func immediateProbe(
    from source: MessageSource, tag: MessageTag
  ) throws(MPIError) -> MessageEnvelope? {
    let operation = "looking for a message"
    let selection = try Address(self, from: source, tag: tag, operation)
    var status = MPI_Status()
    var found: Int32 = 0
    try check(
      unsafe MPI_Iprobe(selection.peer, selection.tag, handle, &found, &status), "MPI_Iprobe",
      operation)
    return found == 0 ? nil : try MessageEnvelope(status)
  }

  /// The pieces of a message: full ones, then one that is shorter.
  func messagePieces<Element: MessageElement>(
    of count: Int, _ type: Element.Type
  ) -> some Collection<Range<Int>> {
    let length = pieceByteCount / MemoryLayout<Element>.stride
    return (0...count / length).lazy.map { $0 * length..<min(($0 + 1) * length, count) }
  }

  /// Takes the pieces of one message, each with its offset in bytes.
  private func receivePieces(
    from source: MessageSource, tag: MessageTag,
    _ take: (_ piece: MatchedPiece, _ offset: Int) throws(MPIError) -> Void
  ) throws(MPIError) -> MessageEnvelope {
    var selection = try Address(self, from: source, tag: tag, "receiving a message")
    var offset = 0
    while true {
      let piece = try MatchedPiece(waitingOn: self, selection)
      try take(piece, offset)
      let envelope = piece.envelope
      offset += envelope.byteCount
      guard envelope.byteCount == pieceByteCount else {
        return MessageEnvelope(source: envelope.source, tag: envelope.tag, byteCount: offset)
      }
      // The rest comes from the same sender under the same tag, whatever else is in the queue.
      selection = Address(peer: Int32(envelope.source), tag: Int32(envelope.tag))
    }
  }
}
