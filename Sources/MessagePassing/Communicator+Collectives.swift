internal import CMPI

extension Communicator {
  /// Waits until all ranks are here (MPI-3.1, section 5.3). Collective.
  public func barrier() throws(MPIError) {
    try check(
      unsafe MPI_Barrier(handle), "MPI_Barrier", "waiting at a barrier of \(size) ranks")
  }

  /// Copies the values of `root` to all ranks (MPI-3.1, section 5.4). Collective.
  /// - Parameters:
  ///   - values: What to send on `root`, the place to receive elsewhere; as many on all ranks.
  ///   - root: The rank that has the values.
  /// - Complexity: O(`values.count`) bytes per rank, in pieces of at most ``pieceByteCount``.
  public func broadcast<Element: MessageElement>(
    _ values: inout MutableSpan<Element>, from root: Int
  ) throws(MPIError) {
    try agree(
      on: CollectiveCall(
        operation: .broadcast, root: root, kind: Element.messageElementKind, count: values.count))
    try broadcastPieces(&values, from: root)
  }

  /// The same without comparing the calls first: the caller knows that they fit.
  func broadcastPieces<Element: MessageElement>(
    _ values: inout MutableSpan<Element>, from root: Int
  ) throws(MPIError) {
    let count = values.count
    try unsafe values.withUnsafeMutableBufferPointer { buffer throws(MPIError) in
      guard let base = buffer.baseAddress else { return }
      for piece in pieces(of: count, Element.self) {
        try check(
          unsafe MPI_Bcast(
            base + piece.lowerBound, Int32(piece.count), Element.datatype, Int32(root), handle),
          "MPI_Bcast", "broadcasting elements \(piece) of \(count) from rank \(root)")
      }
    }
  }

  /// Hands each rank its share of the values of `root`, in the order of ranks (MPI-3.1, section
  /// 5.6). Collective.
  /// - Parameters:
  ///   - values: On `root`, the shares of all ranks one after the other; not read elsewhere.
  ///   - share: This rank's share; as many elements on all ranks.
  ///   - root: The rank that has the values.
  /// - Throws: ``MPIError`` on `root` when `values` is not `size` times as long as `share`.
  /// - Complexity: allocates up to ``pieceByteCount`` on `root` when `values` is longer.
  public func scatter<Element: MessageElement>(
    _ values: Span<Element>, into share: inout MutableSpan<Element>, from root: Int
  ) throws(MPIError) {
    let call = CollectiveCall(
      operation: .scatter, root: root, kind: Element.messageElementKind, count: share.count)
    try agree(on: call)
    let count = share.count
    if rank == root { try require(values.count, equals: count * size, "the values", call) }

    let rounds = GatherRounds(counts: Array(repeating: count, count: size), self, Element.self)
    let staging = MessageBuffer<Element>(
      uninitializedCount: rank == root && !rounds.isDirect ? rounds.quota * size : 0)
    try unsafe values.withUnsafeBufferPointer { source throws(MPIError) in
      try unsafe share.withUnsafeMutableBufferPointer { destination throws(MPIError) in
        for round in 0..<rounds.count {
          let length = rounds.length(of: 0, in: round)
          if rank == root, !rounds.isDirect, let start = source.baseAddress {
            for other in 0..<size {
              unsafe (staging.base + other * length).update(
                from: start + rounds.start(of: other, in: round), count: length)
            }
          }
          let start = unsafe rounds.isDirect ? source.baseAddress : UnsafePointer(staging.base)
          let place = unsafe destination.baseAddress.map { unsafe $0 + round * rounds.quota }
          try check(
            unsafe MPI_Scatter(
              start, Int32(length), Element.datatype, place, Int32(length), Element.datatype,
              Int32(root), handle),
            "MPI_Scatter", "\(call), round \(round) of \(rounds.count)")
        }
      }
    }
  }

  /// The parts of `count` elements that are handed to the library at once.
  func pieces<Element: MessageElement>(
    of count: Int, _ type: Element.Type
  ) -> some Sequence<Range<Int>> {
    let length = pieceByteCount / MemoryLayout<Element>.stride
    return stride(from: 0, to: count, by: length).lazy.map { $0..<min($0 + length, count) }
  }

  /// Checks the length of a span that only some ranks bring.
  func require(
    _ found: Int, equals expected: Int, _ name: String, _ call: CollectiveCall
  ) throws(MPIError) {
    guard found == expected else {
      throw MPIError(
        operation: "\(call)",
        cause: .invalidArgument(
          name: name, expected: "\(expected) elements", found: "\(found) elements"))
    }
  }
}
