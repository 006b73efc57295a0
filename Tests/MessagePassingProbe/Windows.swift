import Glibc
import MessagePassing

/// One copy on the node: written by its first rank, read by all, written again.
func checkWindow(_ universe: Universe) throws {
  let node = try universe.world.splitByNode()
  for count in [0, 1, 100_003] {
    var writers = 0
    var window = try NodeSharedWindow<Float>(over: node, count: count) { span in
      writers += 1
      for index in 0..<span.count { span[index] = Float.value(index) }
    }
    try expectEqual(writers, node.rank == 0 ? 1 : 0, "calls of the writer")
    try expectEqual(window.span.count, count, "elements")
    for round in 0..<20 {
      for index in stride(from: 0, to: count, by: 997) {
        try expectEqual(window.span[index], Float.value(index + round), "round \(round)")
      }
      try window.update { span in
        for index in 0..<span.count { span[index] = Float.value(index + round + 1) }
      }
    }
  }
  if node.size > 1 {
    try expectMPIError(
      "windows of different sizes",
      where: {
        guard case .collectiveMismatch = $0.cause else { return false }
        return true
      }
    ) {
      _ = try NodeSharedWindow<Double>(over: node, count: node.rank) { _ in }
    }
  }
  try expectMPIError(
    "a window of less than nothing",
    where: {
      guard case .invalidArgument = $0.cause else { return false }
      return true
    }
  ) {
    _ = try NodeSharedWindow<Double>(over: node, count: -1) { _ in }
  }
  try checkSharing(universe, node)
  try node.free()
}

/// All ranks together hold one copy, not one each.
private func checkSharing(_ universe: Universe, _ node: Communicator) throws {
  let count = 64 << 20
  let window = try NodeSharedWindow<UInt8>(over: node, count: count) { span in
    for index in stride(from: 0, to: span.count, by: 4096) { span[index] = 1 }
  }
  try expectEqual(pageSum(window), count / 4096, "pages that were written")
}

/// Where files may not be so large all ranks get the same error, nothing is written, and the node can
/// be used on.
func checkWindowWithoutMemory(_ universe: Universe) throws {
  let node = try universe.world.splitByNode()
  if node.rank == 0 {
    var limit = rlimit(rlim_cur: 1 << 20, rlim_max: rlim_t.max)
    try expectEqual(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit), 0, "limit")
  }
  try expectMPIError(
    "more memory than there is",
    where: { $0.cause == .sharedMemory(rank: 0, code: 27, text: "File too large") }
  ) {
    _ = try NodeSharedWindow<UInt8>(over: node, count: 1 << 21) { _ in
      throw ProbeFailure(description: "written without memory")
    }
  }
  let window = try NodeSharedWindow<UInt8>(over: node, count: 1 << 20) { span in span[7] = 9 }
  try expectEqual(window.span[7], 9, "value")
  try expectEqual(window.span[8], 0, "value that was not written")
  try node.free()
}

private func pageSum(_ window: borrowing NodeSharedWindow<UInt8>) -> Int {
  stride(from: 0, to: window.count, by: 4096).reduce(0) { $0 + Int(window.span[$1]) }
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
