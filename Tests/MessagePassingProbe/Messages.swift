import MessagePassing

/// Around the ring, every type, at counts around the piece size.
func checkMessages(_ universe: Universe) throws {
  let world = universe.world
  let (next, previous) = (
    (world.rank + 1) % world.size, (world.rank + world.size - 1) % world.size
  )
  func around<Element: ProbeElement>(_ type: Element.Type) throws {
    for count in [0, 1, 7, 8, 9, 64, 1003] {
      let own = values(type, of: world.rank, count: count)
      // The place is longer than the message, to see that the rest is left alone.
      var received = [Element](repeating: .value(-5), count: count + 3)
      let sending = try world.immediateSend(
        MessageBuffer(copying: own.span), to: next, tag: count)
      var span = received.mutableSpan
      let envelope = try world.receive(into: &span, from: .rank(previous), tag: .number(count))
      try expectEqual(
        envelope,
        MessageEnvelope(
          source: previous, tag: count, byteCount: count * MemoryLayout<Element>.stride),
        "envelope")
      try expectEqual(
        received,
        values(type, of: previous, count: count) + [Element](repeating: .value(-5), count: 3),
        "content")
      let returned = try sending.wait()
      try expectEqual(returned.span.array, own, "the buffer that comes back")
    }
  }
  try around(UInt8.self)
  try around(Int8.self)
  try around(UInt32.self)
  try around(Int32.self)
  try around(UInt64.self)
  try around(Int64.self)
  try around(Float.self)
  try around(Double.self)

  func invalid(_ name: String, _ body: () throws -> Void) throws {
    try expectMPIError(
      name,
      where: {
        guard case .invalidArgument = $0.cause else { return false }
        return true
      }, body)
  }
  let nothing: [Float] = []
  try invalid("a rank below 0") { try world.send(nothing.span, to: -2, tag: 0) }
  try invalid("a rank too many") { try world.send(nothing.span, to: world.size, tag: 0) }
  try invalid("a tag below 0") { try world.send(nothing.span, to: 0, tag: -1) }
  try invalid("a tag beyond 32 bits") { try world.send(nothing.span, to: 0, tag: 1 << 40) }
  try invalid("any tag is no number") { _ = try world.probe(from: .any, tag: .number(-1)) }
}

/// Blocking sends of unknown length from all ranks to rank 0, in whatever order they come.
func checkUnknownLength(_ universe: Universe) throws {
  let world = universe.world
  let lengths = [0, 1, 63, 64, 65, 128, 5000]
  guard world.rank == 0 else {
    for (index, length) in lengths.enumerated() {
      try world.send(
        values(UInt8.self, of: world.rank, count: length + world.rank).span, to: 0, tag: index)
    }
    return try world.barrier()
  }
  var seen: Set<[Int]> = []
  for _ in 0..<lengths.count * (world.size - 1) {
    let probed = try world.probe(from: .any, tag: .any)
    let message = try world.receiveBytes(from: .rank(probed.source), tag: .number(probed.tag))
    let (source, tag) = (message.envelope.source, message.envelope.tag)
    try expectEqual([source, tag], [probed.source, probed.tag], "the message that was probed")
    let expected = values(UInt8.self, of: source, count: lengths[tag] + source)
    try expectEqual(
      probed.byteCount, min(expected.count, world.pieceByteCount), "length at the probe")
    try expectEqual(message.envelope.byteCount, expected.count, "length")
    try expectEqual(message.bytes, expected, "content")
    try expect(seen.insert([source, tag]).inserted, "the same message twice")
  }
  try expectEqual(
    try world.immediateProbe(from: .any, tag: .any), nil, "a message that nobody sent")
  try world.barrier()
}

/// A message that is too long for its place, or no whole number of elements, is refused with its
/// length, and the next one is received.
func checkTooLong(_ universe: Universe) throws {
  let world = universe.world
  if world.rank == world.size - 1 {
    for count in [4, 1003] {
      let long = try world.immediateSend(
        MessageBuffer<Float>(repeating: 2, count: count), to: 0, tag: 5)
      try finish(long, on: world)
    }
    let odd = try world.immediateSend(MessageBuffer<UInt8>(repeating: 2, count: 7), to: 0, tag: 5)
    try finish(odd, on: world)
    let next = try world.immediateSend(MessageBuffer<Float>(repeating: 3, count: 3), to: 0, tag: 5)
    try finish(next, on: world)
  }
  if world.rank == 0, world.size > 1 { try receiveTooLong(world) }
  try world.barrier()
}

/// Waits for a message that is sent; on one rank the receiver comes first.
private func finish<Element: MessageElement>(
  _ sending: consuming PendingSend<Element>, on world: Communicator
) throws {
  if world.size == 1, try receiveNext(world) == 3 { return _ = try sending.wait() }
  _ = try sending.wait()
}

/// Receives into three elements.
/// - Returns: The elements that came; nil when the message was refused for its length.
private func receiveNext(_ world: Communicator) throws -> Int? {
  var place = [Float](repeating: -1, count: 3)
  var span = place.mutableSpan
  do {
    let envelope = try world.receive(into: &span, from: .any, tag: .number(5))
    try expectEqual(place, [3, 3, 3], "the message behind the refused ones")
    return envelope.byteCount / 4
  } catch let error as MPIError {
    guard case .messageLength(let source, 5, _, let length) = error.cause else { throw error }
    try expectEqual(source, world.size - 1, "sender of the refused message")
    try expect([16, 4012, 7].contains(length), "length of the refused message, \(length)")
    print("refused: \(error)")
    return nil
  }
}

private func receiveTooLong(_ world: Communicator) throws {
  for _ in 0..<3 { try expectEqual(try receiveNext(world), nil, "a message that is too long") }
  try expectEqual(try receiveNext(world), 3, "a message that fits")
}

/// Requests: many at once, tests of completion, dropped ones, messages of another length.
func checkImmediate(_ universe: Universe) throws {
  let world = universe.world
  let (next, previous) = (
    (world.rank + 1) % world.size, (world.rank + world.size - 1) % world.size
  )
  let count = 1003
  // Received in the opposite order of sending.
  let first = try world.immediateReceive(
    into: MessageBuffer<Double>(repeating: 0, count: count), from: previous, tag: 1)
  let second = try world.immediateReceive(
    into: MessageBuffer<Double>(repeating: 0, count: 64), from: previous, tag: 2)
  try expect(!(try first.isComplete()), "nothing was sent yet")
  try world.barrier()
  let sent = try world.immediateSend(
    MessageBuffer(copying: values(Double.self, of: world.rank, count: 64).span), to: next, tag: 2)
  let sentFirst = try world.immediateSend(
    MessageBuffer(copying: values(Double.self, of: world.rank, count: count).span), to: next, tag: 1
  )
  while !(try first.isComplete()) {}
  let long = try first.wait()
  let short = try second.wait()
  try expectEqual(long.span.array, values(Double.self, of: previous, count: count), "tag 1")
  try expectEqual(short.span.array, values(Double.self, of: previous, count: 64), "tag 2")
  _ = try sent.wait()
  _ = try sentFirst.wait()

  // A receive that is dropped takes no message from those that follow.
  do {
    _ = try world.immediateReceive(
      into: MessageBuffer<Int32>(repeating: 0, count: 8), from: previous, tag: 3)
  }
  try world.barrier()  // the message is sent when nobody waits for it any more
  // Messages of another length than the buffer.
  for (length, tag) in [(7, 4), (9, 5), (12, 6)] {
    let waiting = try world.immediateReceive(
      into: MessageBuffer<Int32>(repeating: 0, count: 8), from: previous, tag: tag)
    let sending = try world.immediateSend(
      MessageBuffer<Int32>(repeating: 1, count: length), to: next, tag: tag)
    var caught: MPIError?
    do { _ = try waiting.wait() } catch { caught = error }
    switch caught?.cause {
    case .messageLength(_, tag, _, let bytes):
      try expect(
        bytes == 4 * length || length == 12 && bytes > 32, "\(bytes) bytes of \(length) elements")
    case .library(_, _, _, let text):
      try expect(length == 12 && text.contains("TRUNCATE"), "a long message: \(text)")
    default: throw ProbeFailure(description: "a message of \(length) into 8: \(caught as Any)")
    }
    _ = try sending.wait()
  }
  let last = try world.immediateSend(
    MessageBuffer<Int32>(repeating: 6, count: 8), to: next, tag: 3)
  var place = [Int32](repeating: 0, count: 8)
  var span = place.mutableSpan
  _ = try world.receive(into: &span, from: .rank(previous), tag: .number(3))
  try expectEqual(place, Array(repeating: 6, count: 8), "the message behind the dropped receive")
  _ = try last.wait()
  try world.barrier()
}
