import MessagePassing

/// What a rank knows about itself.
func checkIdentity(_ universe: Universe) throws {
  let world = universe.world
  try expect((0..<world.size).contains(world.rank), "rank \(world.rank) of \(world.size)")
  try expect(!universe.hostName.isEmpty, "a host has a name")
  try expect(Universe.libraryVersion.contains("Open MPI"), "library \(Universe.libraryVersion)")
  report(universe, "of \(world.size) on \(universe.hostName)")
}

/// Splitting, duplicating and freeing.
func checkCommunicators(_ universe: Universe) throws {
  let world = universe.world

  // Even and odd ranks, numbered backwards.
  guard let half = try world.split(color: world.rank % 2, key: -world.rank) else {
    throw ProbeFailure(description: "a rank with a colour has no group")
  }
  let members = Array(stride(from: world.rank % 2, to: world.size, by: 2).reversed())
  try expectEqual(half.size, members.count, "ranks of a half")
  try expectEqual(
    try half.allgather(varying: [world.rank].span).values, members, "order of a half")
  try half.free()

  let single = try world.split(color: world.rank == 0 ? 7 : nil, key: 0)
  try expectEqual(single?.size, world.rank == 0 ? 1 : nil, "the group of rank 0 alone")
  try single?.free()

  let node = try world.splitByNode()
  try expectEqual(node.size, world.size, "all ranks of the test are on one node")
  try expectEqual(node.rank, world.rank, "order of a node's ranks")
  try node.free()

  // A message on one communicator is not seen on the other.
  let copy = try world.duplicate(pieceByteCount: 16)
  try expectEqual(copy.pieceByteCount, 16, "piece size of a duplicate")
  let sending = try copy.immediateSend(
    MessageBuffer<Int32>(repeating: 9, count: 1), to: copy.rank, tag: 0)
  try expectEqual(try world.immediateProbe(from: .any, tag: .any), nil, "another's message")
  let bytes = try copy.probe(from: .any, tag: .any).byteCount
  try expectEqual(bytes, 4, "length of the message")
  var received: [Int32] = [0]
  var span = received.mutableSpan
  _ = try copy.receive(into: &span, from: .any, tag: .any)
  _ = try sending.wait()
  try copy.free()

  func refused(_ name: String, _ body: () throws -> Void) throws {
    try expectMPIError(
      name,
      where: {
        guard case .library(_, _, _, let text) = $0.cause else { return false }
        return text.contains("MPI_ERR_COMM")
      }, body)
  }
  try refused("a freed communicator") { try copy.barrier() }
  try refused("freeing twice") { try copy.free() }
  try refused("freeing the world") { try world.free() }

  func invalid(_ name: String, _ body: () throws -> Void) throws {
    try expectMPIError(
      name,
      where: {
        guard case .invalidArgument = $0.cause else { return false }
        return true
      }, body)
  }
  try invalid("a negative colour") { _ = try world.split(color: -1, key: 0) }
  for size in [0, 12, 4, 1 << 31] {
    try invalid("pieces of \(size) bytes") { _ = try world.duplicate(pieceByteCount: size) }
  }
  if world.size > 1 {
    try invalid("pieces of different sizes") {
      _ = try world.duplicate(pieceByteCount: world.rank == 0 ? 8 : 16)
    }
  }
  try world.barrier()
}

/// One rank throws while the others wait for it.
func failOnOneRank(_ universe: Universe, rank: Int) throws {
  if universe.world.rank == rank {
    throw ProbeFailure(description: "the disk on this rank is full")
  }
  try universe.world.barrier()
}
