internal import CMPI

/// One copy of some values for all ranks of a node, in memory that they share.
///
/// The first rank of the node writes them, the others read them where they are (MPI-3.1, section
/// 11.2.3). Made, written and freed collectively; a window that is dropped without ``free()`` stays
/// until MPI is left. The memory comes from the node's `/dev/shm` or a file in its place, so a
/// container needs enough of it.
@safe public struct NodeSharedWindow<Element: MessageElement>: ~Copyable {
  /// Number of elements.
  public let count: Int
  private let node: Communicator
  private let base: UnsafeMutablePointer<Element>
  private var window: MPI_Win?

  /// Makes a window and writes its values. Collective.
  /// - Parameters:
  ///   - node: Ranks that share memory, from ``Communicator/splitByNode()``; it must not be freed
  ///     before the window.
  ///   - count: Number of elements; the same on all ranks.
  ///   - write: Writes the values; called on rank 0 of the node alone, with memory of unspecified
  ///     content.
  /// - Throws: ``MPIError`` when the ranks do not share memory, bring different counts or types,
  ///   or when there is not enough memory; and what `write` throws, on rank 0 alone.
  public init(
    over node: Communicator, count: Int, writing write: (inout MutableSpan<Element>) throws -> Void
  ) throws {
    guard count >= 0 else {
      throw MPIError(
        operation: "making a window",
        cause: .invalidArgument(name: "the count", expected: "at least 0", found: "\(count)"))
    }
    let (window, base) = try unsafe Self.allocate(count, on: node)
    try unsafe Self.fill(window, base, count: count, on: node, write)
    self.count = count
    self.node = node
    unsafe self.window = unsafe window
    unsafe self.base = unsafe base
  }

  /// Writes new values. Collective.
  ///
  /// No rank has spans of the window meanwhile; on return all ranks see what was written.
  /// - Parameter write: Writes the values; called on rank 0 of the node alone.
  public mutating func update(
    _ write: (inout MutableSpan<Element>) throws -> Void
  ) throws {
    try unsafe Self.fill(window, base, count: count, on: node, write)
  }

  /// The values, to read.
  public var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Gives the memory back (MPI-3.1, section 11.2.5). Collective.
  public consuming func free() throws(MPIError) {
    let operation = "freeing a window"
    try check(unsafe MPI_Win_unlock_all(window), "MPI_Win_unlock_all", operation)
    try check(unsafe MPI_Win_free(&window), "MPI_Win_free", operation)
  }

  /// Lets rank 0 write between two barriers across which stores are seen by all ranks of the node.
  @unsafe private static func fill(
    _ window: MPI_Win?, _ base: UnsafeMutablePointer<Element>, count: Int, on node: Communicator,
    _ write: (inout MutableSpan<Element>) throws -> Void
  ) throws {
    try unsafe synchronize(window, on: node)  // all ranks have read what they wanted
    if node.rank == 0 {
      var span = unsafe MutableSpan(_unsafeStart: base, count: count)
      try write(&span)
    }
    try unsafe synchronize(window, on: node)
  }

  /// A barrier across which stores are seen by all ranks of the node (MPI-3.1, section 11.5.4).
  @unsafe private static func synchronize(
    _ window: MPI_Win?, on node: Communicator
  ) throws(MPIError) {
    let operation = "synchronising a window on a node of \(node.size) ranks"
    try check(unsafe MPI_Win_sync(window), "MPI_Win_sync", operation)
    try node.barrier()
    try check(unsafe MPI_Win_sync(window), "MPI_Win_sync", operation)
  }

  /// Makes a window whose memory belongs to rank 0, and finds out where it is on this rank.
  private static func allocate(
    _ count: Int, on node: Communicator
  ) throws(MPIError) -> (MPI_Win?, UnsafeMutablePointer<Element>) {
    let stride = MemoryLayout<Element>.stride
    let operation = "making a window of \(count) elements on a node of \(node.size) ranks"
    try node.agree(
      on: CollectiveCall(
        operation: .window, root: nil, kind: Element.messageElementKind, count: count))
    var window: MPI_Win?
    var address: UnsafeMutableRawPointer?
    try check(
      unsafe MPI_Win_allocate_shared(
        node.rank == 0 ? max(count, 1) * stride : 0, Int32(stride), equipoise_mpi_info_null(),
        node.handle,
        &address, &window),
      "MPI_Win_allocate_shared", operation)
    try check(
      unsafe MPI_Win_set_errhandler(window, equipoise_mpi_errors_return()),
      "MPI_Win_set_errhandler", operation)
    var byteCount = 0
    var unit: Int32 = 0
    try check(
      unsafe MPI_Win_shared_query(window, 0, &byteCount, &unit, &address), "MPI_Win_shared_query",
      operation)
    guard let address = unsafe address, byteCount >= count * stride else {
      throw MPIError(
        operation: operation,
        cause: .invalidArgument(
          name: "the shared memory", expected: "\(count * stride) bytes",
          found: "\(byteCount) bytes"))
    }
    // An epoch for the window's whole life: ranks load and store, and synchronise by themselves.
    try check(
      unsafe MPI_Win_lock_all(MPI_MODE_NOCHECK, window), "MPI_Win_lock_all", operation)
    return unsafe (window, address.bindMemory(to: Element.self, capacity: count))
  }
}
