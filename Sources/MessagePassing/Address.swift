internal import CMPI

/// A rank and a tag as the library takes them.
struct Address {
  let peer: Int32
  let tag: Int32

  init(peer: Int32, tag: Int32) {
    self.peer = peer
    self.tag = tag
  }

  /// One rank and one tag. Negative numbers have meanings of their own in the library, so they are
  /// refused here; the library itself knows the upper bound of tags.
  init(
    _ communicator: Communicator, peer: Int, tag: Int, _ operation: @autoclosure () -> String
  ) throws(MPIError) {
    self.peer = try libraryInteger(peer, "the rank", in: 0...communicator.size - 1, operation())
    self.tag = try libraryInteger(tag, "the tag", in: 0...Int(Int32.max), operation())
  }

  /// A selection of messages.
  init(
    _ communicator: Communicator, from source: MessageSource, tag: MessageTag,
    _ operation: @autoclosure () -> String
  ) throws(MPIError) {
    let bounds = 0...communicator.size - 1
    peer =
      switch source {
      case .any: MPI_ANY_SOURCE
      case .rank(let rank): try libraryInteger(rank, "the rank", in: bounds, operation())
      }
    self.tag =
      switch tag {
      case .any: MPI_ANY_TAG
      case .number(let tag): try libraryInteger(tag, "the tag", in: 0...Int(Int32.max), operation())
      }
  }
}

extension MessageEnvelope {
  /// What a probe found (MPI-3.1, section 3.2.5).
  init(_ status: MPI_Status) throws(MPIError) {
    self.init(
      source: Int(status.MPI_SOURCE), tag: Int(status.MPI_TAG), byteCount: try status.byteCount())
  }
}

extension MPI_Status {
  /// Length of a piece (MPI-3.1, section 3.2.5).
  func byteCount() throws(MPIError) -> Int {
    var count: Int32 = 0
    try unsafe withUnsafePointer(to: self) { status throws(MPIError) in
      try check(
        unsafe MPI_Get_count(status, equipoise_mpi_byte(), &count), "MPI_Get_count",
        "reading the length of a message")
    }
    return Int(count)
  }
}
