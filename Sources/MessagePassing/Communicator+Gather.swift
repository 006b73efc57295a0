internal import CMPI

extension Communicator {
  /// Brings the values of all ranks to `root`, in the order of ranks (MPI-3.1, section 5.5).
  /// Collective.
  /// - Parameters:
  ///   - values: This rank's values; as many on all ranks.
  ///   - result: On `root`, the place for the values of all ranks; not touched elsewhere, where
  ///     it may be empty.
  ///   - root: The rank that takes them.
  /// - Throws: ``MPIError`` on `root` when `result` is not `size` times as long as `values`.
  /// - Complexity: allocates up to ``pieceByteCount`` on `root` when `result` is longer.
  public func gather<Element: MessageElement>(
    _ values: Span<Element>, into result: inout MutableSpan<Element>, at root: Int
  ) throws(MPIError) {
    let call = CollectiveCall(
      operation: .gather, root: root, kind: Element.messageElementKind, count: values.count)
    let rounds = GatherRounds(counts: try agree(on: call), self, Element.self)
    if rank == root { try require(result.count, equals: rounds.total, "the result", call) }
    try unsafe result.withUnsafeMutableBufferPointer { buffer throws(MPIError) in
      try unsafe gather(values, rounds, into: buffer, call)
    }
  }

  /// Brings the values of all ranks to all ranks, in the order of ranks (MPI-3.1, section 5.7).
  /// Collective.
  /// - Parameters:
  ///   - values: This rank's values; as many on all ranks.
  ///   - result: The place for the values of all ranks.
  /// - Throws: ``MPIError`` when `result` is not `size` times as long as `values`.
  /// - Complexity: allocates up to ``pieceByteCount`` when `result` is longer.
  public func allgather<Element: MessageElement>(
    _ values: Span<Element>, into result: inout MutableSpan<Element>
  ) throws(MPIError) {
    let call = CollectiveCall(
      operation: .allgather, root: nil, kind: Element.messageElementKind, count: values.count)
    let rounds = GatherRounds(counts: try agree(on: call), self, Element.self)
    try require(result.count, equals: rounds.total, "the result", call)
    try unsafe result.withUnsafeMutableBufferPointer { buffer throws(MPIError) in
      try unsafe gather(values, rounds, into: buffer, call)
    }
  }

  /// Brings the values of all ranks to `root`, as many from each as it has (MPI-3.1, section 5.5,
  /// `MPI_Gatherv`). Collective.
  /// - Returns: The values on `root`, nil elsewhere.
  /// - Complexity: allocates the result, and up to ``pieceByteCount`` when it is longer.
  public func gather<Element: MessageElement>(
    varying values: Span<Element>, at root: Int
  ) throws(MPIError) -> GatheredValues<Element>? {
    let gathered = try gatherVarying(values, operation: .gatherVarying, root: root)
    return rank == root ? gathered : nil
  }

  /// Brings the values of all ranks to all ranks, as many from each as it has (MPI-3.1, section
  /// 5.7, `MPI_Allgatherv`). Collective.
  /// - Complexity: allocates the result, and up to ``pieceByteCount`` when it is longer.
  public func allgather<Element: MessageElement>(
    varying values: Span<Element>
  ) throws(MPIError) -> GatheredValues<Element> {
    try gatherVarying(values, operation: .allgatherVarying, root: nil)
  }

  /// Brings every rank's part of an array to all ranks, where it belongs (MPI-3.1, section 5.7,
  /// `MPI_Allgatherv` with `MPI_IN_PLACE`). Collective.
  /// - Parameters:
  ///   - values: The whole array, in which this rank's part is right; the others' are replaced.
  ///   - counts: How many elements belong to each rank, one rank after the other; the same on all
  ///     ranks.
  /// - Throws: ``MPIError`` when the counts do not add up to `values.count`, or are not the same on
  ///   all ranks.
  /// - Complexity: allocates nothing that grows with the values.
  public func allgather<Element: MessageElement>(
    partsOf values: inout MutableSpan<Element>, counts: [Int]
  ) throws(MPIError) {
    let call = CollectiveCall(
      operation: .allgatherVarying, root: nil, kind: Element.messageElementKind,
      count: counts.indices.contains(rank) ? counts[rank] : 0)
    let found = try agree(on: call)
    guard found == counts else {
      throw MPIError(
        operation: "\(call)",
        cause: .invalidArgument(
          name: "the parts of the ranks", expected: "\(counts)", found: "\(found)"))
    }
    let rounds = GatherRounds(counts: counts, self, Element.self)
    try require(values.count, equals: rounds.total, "the array", call)
    _ = try libraryInteger(
      values.count, "the number of elements", in: 0...Int(Int32.max), "\(call)")
    let datatype = unsafe Element.datatype
    try unsafe values.withUnsafeMutableBufferPointer { buffer throws(MPIError) in
      for round in 0..<rounds.count {
        let lengths = (0..<size).map { Int32(rounds.length(of: $0, in: round)) }
        let places = (0..<size).map { other in
          Int32(min(rounds.start(of: other, in: round), rounds.total))
        }
        try check(
          unsafe MPI_Allgatherv(
            equipoise_mpi_in_place(), 0, datatype, buffer.baseAddress, lengths, places, datatype,
            handle),
          "MPI_Allgatherv", "\(call), round \(round) of \(rounds.count)")
      }
    }
  }

  private func gatherVarying<Element: MessageElement>(
    _ values: Span<Element>, operation: CollectiveCall.Operation, root: Int?
  ) throws(MPIError) -> GatheredValues<Element> {
    let call = CollectiveCall(
      operation: operation, root: root, kind: Element.messageElementKind, count: values.count)
    let rounds = GatherRounds(counts: try agree(on: call), self, Element.self)
    let takes = root == nil || root == rank
    let all = try unsafe [Element](unsafeUninitializedCapacity: takes ? rounds.total : 0) {
      buffer, initialized throws(MPIError) in
      try unsafe gather(values, rounds, into: buffer, call)
      initialized = takes ? rounds.total : 0
    }
    return GatheredValues(values: all, rounds: rounds)
  }

  /// Gathers in rounds, to the root of `call`, or to all ranks when it has none.
  /// - Precondition: where values arrive, `result` has room for all of them.
  @unsafe private func gather<Element: MessageElement>(
    _ values: Span<Element>, _ rounds: GatherRounds,
    into result: UnsafeMutableBufferPointer<Element>,
    _ call: CollectiveCall
  ) throws(MPIError) {
    let takes = call.root == nil || call.root == rank
    let staging = MessageBuffer<Element>(
      uninitializedCount: takes && !rounds.isDirect ? rounds.quota * size : 0)
    let places =
      rounds.isDirect
      ? rounds.offsets.map { Int32($0) } : (0..<size).map { Int32($0 * rounds.quota) }
    let destination = unsafe rounds.isDirect ? result.baseAddress : staging.base
    let datatype = unsafe Element.datatype
    try unsafe values.withUnsafeBufferPointer { source throws(MPIError) in
      for round in 0..<rounds.count {
        let lengths = (0..<size).map { Int32(rounds.length(of: $0, in: round)) }
        let start = unsafe source.baseAddress.map {
          unsafe $0 + min(round * rounds.quota, source.count)
        }
        let operation = "\(call), round \(round) of \(rounds.count)"
        if let root = call.root {
          try check(
            unsafe MPI_Gatherv(
              start, lengths[rank], datatype, destination, lengths, places, datatype, Int32(root),
              handle),
            "MPI_Gatherv", operation)
        } else {
          try check(
            unsafe MPI_Allgatherv(
              start, lengths[rank], datatype, destination, lengths, places, datatype, handle),
            "MPI_Allgatherv", operation)
        }
        guard takes, !rounds.isDirect, let base = result.baseAddress else { continue }
        for other in 0..<size {
          unsafe (base + rounds.start(of: other, in: round)).update(
            from: staging.base + other * rounds.quota, count: Int(lengths[other]))
        }
      }
    }
  }
}
