internal import ComputePlatform
internal import Synchronization

/// One copy of some values for all ranks of a node, in memory that they share.
///
/// The first rank of the node writes them, the others read them where they are. Made and written
/// collectively, and given back by each rank when it drops them. Not in a window of MPI (MPI-3.1,
/// section 11.2.3), whose memory comes from `/dev/shm` or a disk: containers have 64 MB of the one by
/// default, and where that is too little, Open MPI leaves the other ranks waiting. Here all ranks get
/// the same error and can go on without sharing.
@safe public struct NodeSharedValues<Element: MessageElement>: ~Copyable {
  /// Number of elements.
  public let count: Int
  private let node: Communicator
  private let memory: SharedMemory

  /// Makes the memory and writes the values. Collective.
  /// - Parameters:
  ///   - node: Ranks that share memory, from ``Communicator/splitByNode()``; it must not be freed
  ///     before the last ``update(_:)``.
  ///   - count: Number of elements; the same on all ranks.
  ///   - write: Writes the values; called on rank 0 of the node alone, with memory of zeros.
  /// - Throws: ``MPIError`` on all ranks, before `write` is called: with the cause `sharedMemory` when
  ///   there is not enough memory or the system does not let the ranks share it, and when they bring
  ///   different counts or types; the communicator stays usable. What `write` throws, on rank 0 alone.
  public init(
    over node: Communicator, count: Int, writing write: (inout MutableSpan<Element>) throws -> Void
  ) throws {
    guard count >= 0 else {
      throw MPIError(
        operation: "sharing values",
        cause: .invalidArgument(name: "the count", expected: "at least 0", found: "\(count)"))
    }
    try node.agree(
      on: CollectiveCall(
        operation: .sharing, root: nil, kind: Element.messageElementKind, count: count))
    let memory = try Self.share(max(count, 1) * MemoryLayout<Element>.stride, on: node)
    try Self.fill(memory, count: count, on: node, write)
    self.count = count
    self.node = node
    self.memory = memory
  }

  /// Writes new values. Collective.
  ///
  /// No rank has spans of the values meanwhile; on return all ranks see what was written.
  /// - Parameter write: Writes the values; called on rank 0 of the node alone.
  public mutating func update(
    _ write: (inout MutableSpan<Element>) throws -> Void
  ) throws {
    try Self.fill(memory, count: count, on: node, write)
  }

  /// The values, to read.
  public var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeStart: Self.elements(memory), count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The first value, for C libraries, which only read there; valid while this value lives.
  @unsafe public var unsafeBaseAddress: UnsafeMutablePointer<Element> {
    unsafe Self.elements(memory)
  }

  private static func elements(_ memory: borrowing SharedMemory) -> UnsafeMutablePointer<Element> {
    unsafe memory.start.assumingMemoryBound(to: Element.self)
  }

  /// Lets rank 0 write between two barriers across which stores are seen by all ranks of the node.
  private static func fill(
    _ memory: borrowing SharedMemory, count: Int, on node: Communicator,
    _ write: (inout MutableSpan<Element>) throws -> Void
  ) throws {
    try synchronize(node)  // all ranks have read what they wanted
    if node.rank == 0 {
      var span = unsafe MutableSpan(_unsafeStart: elements(memory), count: count)
      try write(&span)
    }
    try synchronize(node)
  }

  private static func synchronize(_ node: Communicator) throws(MPIError) {
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    try node.barrier()
    atomicMemoryFence(ordering: .sequentiallyConsistent)
  }

  /// Makes memory on rank 0 and finds it on the others.
  private static func share(
    _ byteCount: Int, on node: Communicator
  ) throws(MPIError) -> SharedMemory {
    var memory: SharedMemory?
    var problem: SharedMemoryError?
    if node.rank == 0 {
      do throws(SharedMemoryError) {
        memory = try SharedMemory(byteCount: byteCount)
      } catch {
        problem = error
      }
    }
    let none = [Int64](repeating: 0, count: SharedMemory.Handle.count)
    let made = try node.exchange((memory?.handle.numbers ?? none) + [Int64(problem?.code ?? 0)])
    if node.rank > 0, made[none.count] == 0 {
      do throws(SharedMemoryError) {
        memory = try SharedMemory(
          .init(numbers: Array(made.prefix(none.count))), byteCount: byteCount)
      } catch {
        problem = error
      }
    }
    let codes = try node.exchange([Int64(problem?.code ?? 0)])
    let failed = codes.firstIndex { $0 != 0 }
    let operation = "sharing \(byteCount) bytes between \(node.size) ranks of a node"
    if let failed {
      let error = SharedMemoryError(code: Int32(codes[failed]), operation: operation)
      throw MPIError(
        operation: operation,
        cause: .sharedMemory(rank: failed, code: Int(error.code), text: error.text))
    }
    guard let memory = consume memory else {
      preconditionFailure("no shared memory and no error")
    }
    return memory
  }
}
