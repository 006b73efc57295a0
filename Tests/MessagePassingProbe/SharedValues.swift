import Glibc
import MessagePassing

/// One copy on the node: written by its first rank, read by all, written again.
func checkSharing(_ universe: Universe) throws {
  let node = try universe.world.splitByNode()
  for count in [0, 1, 100_003] {
    var writers = 0
    var values = try NodeSharedValues<Float>(over: node, count: count) { span in
      writers += 1
      for index in 0..<span.count { span[index] = Float.value(index) }
    }
    try expectEqual(writers, node.rank == 0 ? 1 : 0, "calls of the writer")
    try expectEqual(values.span.count, count, "elements")
    for round in 0..<20 {
      for index in stride(from: 0, to: count, by: 997) {
        try expectEqual(values.span[index], Float.value(index + round), "round \(round)")
      }
      try values.update { span in
        for index in 0..<span.count { span[index] = Float.value(index + round + 1) }
      }
    }
  }
  if node.size > 1 {
    try expectMPIError(
      "values of different numbers",
      where: {
        guard case .collectiveMismatch = $0.cause else { return false }
        return true
      }
    ) {
      _ = try NodeSharedValues<Double>(over: node, count: node.rank) { _ in }
    }
  }
  try expectMPIError(
    "less than no values",
    where: {
      guard case .invalidArgument = $0.cause else { return false }
      return true
    }
  ) {
    _ = try NodeSharedValues<Double>(over: node, count: -1) { _ in }
  }
  try checkSharing(universe, node)
  try node.free()
}

/// All ranks together hold one copy, not one each.
private func checkSharing(_ universe: Universe, _ node: Communicator) throws {
  let count = 64 << 20
  let values = try NodeSharedValues<UInt8>(over: node, count: count) { span in
    for index in stride(from: 0, to: span.count, by: 4096) { span[index] = 1 }
  }
  try expectEqual(pageSum(values), count / 4096, "pages that were written")
}

/// Where files may not be so large all ranks get the same error, nothing is written, and the node can
/// be used on.
func checkSharingWithoutMemory(_ universe: Universe) throws {
  let node = try universe.world.splitByNode()
  if node.rank == 0 {
    var limit = rlimit(rlim_cur: 1 << 20, rlim_max: rlim_t.max)
    try expectEqual(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit), 0, "limit")
  }
  try expectMPIError(
    "more memory than there is",
    where: { $0.cause == .sharedMemory(rank: 0, code: 27, text: "File too large") }
  ) {
    _ = try NodeSharedValues<UInt8>(over: node, count: 1 << 21) { _ in
      throw ProbeFailure(description: "written without memory")
    }
  }
  let values = try NodeSharedValues<UInt8>(over: node, count: 1 << 20) { span in span[7] = 9 }
  try expectEqual(values.span[7], 9, "value")
  try expectEqual(values.span[8], 0, "value that was not written")
  try node.free()
}

private func pageSum(_ values: borrowing NodeSharedValues<UInt8>) -> Int {
  stride(from: 0, to: values.count, by: 4096).reduce(0) { $0 + Int(values.span[$1]) }
}

/// A broadcast of more than 2^31 bytes, by hand: too large for the tests.
func checkLargeBroadcast(_ universe: Universe, mebibytes: Int) throws {
  let world = universe.world
  let count = (mebibytes << 20) / 8 + 5
  var numbers = MessageBuffer<UInt64>(repeating: 0, count: count)
  if world.rank == 0 {
    var span = numbers.mutableSpan
    for index in 0..<count { span[index] = UInt64(index) &* 0x9E37_79B9_7F4A_7C15 }
  }
  try world.barrier()
  let clock = ContinuousClock()
  let start = clock.now
  var span = numbers.mutableSpan
  try world.broadcast(&span, from: 0)
  try world.barrier()
  let elapsed = clock.now - start
  let received = numbers.span
  for index in 0..<count {
    guard received[index] == UInt64(index) &* 0x9E37_79B9_7F4A_7C15 else {
      throw ProbeFailure(description: "element \(index) of \(count)")
    }
  }
  report(universe, "\(count * 8) bytes in \(elapsed)")
}
