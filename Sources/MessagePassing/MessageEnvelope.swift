/// Which sender's messages to take (MPI-3.1, section 3.2.4).
public enum MessageSource: Equatable, Sendable {
  /// Whoever sends next (`MPI_ANY_SOURCE`).
  case any
  /// One rank of the communicator.
  case rank(Int)
}

/// Which messages of a sender to take (MPI-3.1, section 3.2.4).
public enum MessageTag: Equatable, Sendable {
  /// Whatever comes next (`MPI_ANY_TAG`).
  case any
  /// Messages that were sent with this number.
  case number(Int)
}

/// Where a message comes from and what it is about (MPI-3.1, section 3.2.3).
public struct MessageEnvelope: Equatable, Sendable {
  /// The sender's rank in the communicator.
  public let source: Int
  /// The number that the sender gave to the message.
  public let tag: Int
  /// Bytes that can be received; at a probe those of the first piece alone, so that a value of
  /// ``Communicator/pieceByteCount`` says "at least this many".
  public let byteCount: Int

  /// Creates an envelope.
  public init(source: Int, tag: Int, byteCount: Int) {
    self.source = source
    self.tag = tag
    self.byteCount = byteCount
  }
}

/// A message whose length was not known before.
public struct ReceivedBytes: Equatable, Sendable {
  /// Sender, tag and length.
  public let envelope: MessageEnvelope
  /// The content.
  public let bytes: [UInt8]
}
