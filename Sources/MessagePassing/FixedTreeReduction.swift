internal import CMPI

/// Sums over ranks whose bits do not depend on timing.
///
/// MPI's own reductions may add in another order from one call to the next (MPI-3.1, section
/// 5.9.1), and the order changes the rounding. Here it is a binary tree that is fixed by the number
/// of ranks alone: with S(a, n) the sum of the ranks a..<a+n that exist,
///
///     S(a, 2n) = S(a, n) + S(a + n, n),    S(a, 1) = the values of rank a,
///
/// so that four ranks give (0 + 1) + (2 + 3). The same ranks with the same values always give the
/// same bits, whoever takes the result; another number of ranks gives other bits.
///
/// Values travel up the tree in chunks: a rank adds one while the next is under way.
@safe public struct FixedTreeReduction: ~Copyable {
  /// Bytes of a chunk, unless said otherwise: small enough to stay in a core's own cache.
  public static var defaultChunkByteCount: Int { 256 << 10 }

  private let communicator: Communicator
  private let tree: FixedTree
  private let chunkByteCount: Int
  /// Two chunks: the sum so far, and what a child sends.
  private let scratch: UnsafeMutableRawPointer

  /// Tags on the communicator of its own: what a child brings, its values, a result that moves.
  private enum Tag {
    static let header: Int32 = 0
    static let chunk: Int32 = 1
    static let result: Int32 = 2
  }

  /// Prepares sums over the ranks of `communicator`, of which it makes its own copy. Collective.
  /// - Parameters:
  ///   - communicator: The ranks.
  ///   - chunkByteCount: Bytes that travel at once; a multiple of 8 in 8...2^30, the same on all
  ///     ranks. Does not change the result.
  /// - Complexity: allocates two chunks; sums allocate nothing.
  public init(
    over communicator: Communicator, chunkByteCount: Int = defaultChunkByteCount
  ) throws(MPIError) {
    // The communicator checks the size, and that all ranks have the same.
    self.communicator = try communicator.duplicate(pieceByteCount: chunkByteCount)
    self.chunkByteCount = chunkByteCount
    tree = FixedTree(
      rank: self.communicator.rank, size: self.communicator.size, root: 0)
    unsafe scratch = .allocate(byteCount: 2 * chunkByteCount, alignment: 64)
  }

  deinit { unsafe scratch.deallocate() }

  /// Gives the communicator back. Collective.
  public consuming func free() throws(MPIError) { try communicator.free() }

  /// Adds up the values of all ranks at `root`. Collective.
  /// - Parameters:
  ///   - values: This rank's values, as many on all ranks; replaced by the sums on `root`,
  ///     unchanged elsewhere.
  ///   - root: The rank that takes the sums; the same on all ranks.
  /// - Throws: ``MPIError`` when ranks bring different counts or types, or when a sum of integers
  ///   does not fit.
  public mutating func sum<Element: SummableElement>(
    _ values: inout MutableSpan<Element>, at root: Int
  ) throws(MPIError) {
    _ = try libraryInteger(
      root, "the root", in: 0...communicator.size - 1, "adding up \(values.count) elements")
    try compareHeaders(Element.self, count: values.count, root: root)
    try sumChunks(&values, at: root)
  }

  /// Adds up the values of all ranks on all ranks. Collective.
  /// - Parameter values: This rank's values, as many on all ranks; replaced by the sums.
  /// - Throws: ``MPIError`` when ranks bring different counts or types, or when a sum of integers
  ///   does not fit.
  public mutating func sumToAll<Element: SummableElement>(
    _ values: inout MutableSpan<Element>
  ) throws(MPIError) {
    try compareHeaders(Element.self, count: values.count, root: nil)
    try sumChunks(&values, at: 0)
    try communicator.broadcastPieces(&values, from: 0)
  }
}

extension FixedTreeReduction {
  /// Tells the parent what this rank was called with, and compares what the children say.
  ///
  /// Travels up the tree alone, so that a rank without children need not wait for anyone.
  private func compareHeaders<Element: SummableElement>(
    _ type: Element.Type, count: Int, root: Int?
  ) throws(MPIError) {
    let own = [Int64(Element.messageElementKind.rawValue), Int64(count), Int64(root ?? -1)]
    if let parent = tree.parent {
      try unsafe send(own, count: own.count, to: parent, tag: Tag.header)
    }
    for child in tree.children {
      var other = [Int64](repeating: 0, count: own.count)
      try unsafe receive(&other, count: other.count, from: child, tag: Tag.header)
      guard own == other else {
        func words(_ header: [Int64]) -> String {
          let kind = MessageElementKind(rawValue: Int(header[0])).map { "\($0)" } ?? "unknown"
          return "\(header[1]) elements of type \(kind) "
            + (header[2] < 0 ? "to all ranks" : "to rank \(header[2])")
        }
        throw MPIError(
          operation: "comparing sums of \(communicator.size) ranks",
          cause: .treeMismatch(
            rank: child, found: words(other), parent: communicator.rank, expected: words(own)))
      }
    }
  }

  /// Adds up all chunks, one after the other.
  private mutating func sumChunks<Element: SummableElement>(
    _ values: inout MutableSpan<Element>, at root: Int
  ) throws(MPIError) {
    let count = values.count
    try unsafe values.withUnsafeMutableBufferPointer { buffer throws(MPIError) in
      guard let base = buffer.baseAddress else { return }
      for piece in communicator.pieces(of: count, Element.self) {
        try unsafe sumChunk(base + piece.lowerBound, count: piece.count, at: root)
      }
    }
  }

  /// Adds up one chunk along the tree, and writes the sums over the values of `root`.
  @unsafe private func sumChunk<Element: SummableElement>(
    _ values: UnsafeMutablePointer<Element>, count: Int, at root: Int
  ) throws(MPIError) {
    let sums = unsafe scratch.bindMemory(to: Element.self, capacity: count)
    let addends = unsafe (scratch + chunkByteCount).bindMemory(to: Element.self, capacity: count)
    unsafe sums.update(from: values, count: count)
    for child in tree.children {
      try unsafe receive(addends, count: count, from: child, tag: Tag.chunk)
      var total = unsafe MutableSpan(_unsafeStart: sums, count: count)
      guard Element.add(unsafe Span(_unsafeStart: addends, count: count), to: &total) else {
        throw MPIError(
          operation: "adding up the values of \(communicator.size) ranks",
          cause: .integerOverflow(type: "\(Element.self)"))
      }
    }
    if let parent = tree.parent {
      try unsafe send(sums, count: count, to: parent, tag: Tag.chunk)
    } else if root == 0 {
      unsafe values.update(from: sums, count: count)
    } else {
      try unsafe send(sums, count: count, to: root, tag: Tag.result)
    }
    if communicator.rank == root, root != 0 {
      try unsafe receive(values, count: count, from: 0, tag: Tag.result)
    }
  }

  /// Sends one message of the library (MPI-3.1, section 3.2.1).
  @unsafe private func send<Element: MessageElement>(
    _ values: UnsafePointer<Element>, count: Int, to rank: Int, tag: Int32
  ) throws(MPIError) {
    try check(
      unsafe MPI_Send(
        values, Int32(count), Element.datatype, Int32(rank), tag, communicator.handle),
      "MPI_Send", "sending \(count) sums to rank \(rank)")
  }

  /// Receives one message of the library (MPI-3.1, section 3.2.4).
  @unsafe private func receive<Element: MessageElement>(
    _ values: UnsafeMutablePointer<Element>, count: Int, from rank: Int, tag: Int32
  ) throws(MPIError) {
    try check(
      unsafe MPI_Recv(
        values, Int32(count), Element.datatype, Int32(rank), tag, communicator.handle,
        equipoise_mpi_status_ignore()),
      "MPI_Recv", "receiving \(count) sums from rank \(rank)")
  }
}

// The scratch memory is reached through exclusive access to the only owner.
extension FixedTreeReduction: @unchecked Sendable {}
