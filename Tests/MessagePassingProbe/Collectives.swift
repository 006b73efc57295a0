import MessagePassing

/// Every collective call with every element type, at counts around the piece size.
func checkCollectives(_ universe: Universe) throws {
  func all<Element: ProbeElement>(_ type: Element.Type) throws {
    // A piece of 256 bytes holds 32 to 256 elements; 1003 is not a multiple of any of them.
    for count in [0, 1, 32, 33, 1003] {
      for root in Set([0, universe.world.size - 1]).sorted() {
        try checkBroadcast(type, universe.world, count: count, root: root)
        try checkGather(type, universe.world, count: count, root: root)
        try checkVaryingGather(type, universe.world, count: count, root: root)
        try checkScatter(type, universe.world, count: count, root: root)
      }
    }
    report(universe, "collectives of \(type)")
  }
  try all(UInt8.self)
  try all(Int8.self)
  try all(UInt32.self)
  try all(Int32.self)
  try all(UInt64.self)
  try all(Int64.self)
  try all(Int.self)
  try all(Float.self)
  try all(Double.self)
  try universe.world.barrier()
}

private func checkBroadcast<Element: ProbeElement>(
  _ type: Element.Type, _ world: Communicator, count: Int, root: Int
) throws {
  var own = values(type, of: world.rank, count: count)
  var span = own.mutableSpan
  try world.broadcast(&span, from: root)
  try expectEqual(own, values(type, of: root, count: count), "broadcast from \(root)")
}

private func checkGather<Element: ProbeElement>(
  _ type: Element.Type, _ world: Communicator, count: Int, root: Int
) throws {
  let own = values(type, of: world.rank, count: count)
  let expected = (0..<world.size).flatMap { values(type, of: $0, count: count) }

  var atRoot = world.rank == root ? [Element](repeating: .value(0), count: expected.count) : []
  var rootSpan = atRoot.mutableSpan
  try world.gather(own.span, into: &rootSpan, at: root)
  if world.rank == root { try expectEqual(atRoot, expected, "gather at \(root)") }

  var everywhere = [Element](repeating: .value(0), count: expected.count)
  var span = everywhere.mutableSpan
  try world.allgather(own.span, into: &span)
  try expectEqual(everywhere, expected, "allgather")
}

private func checkVaryingGather<Element: ProbeElement>(
  _ type: Element.Type, _ world: Communicator, count: Int, root: Int
) throws {
  // The ranks bring count, 2 count + 1, 0, 2 count + 3... elements.
  func share(_ rank: Int) -> Int { rank == 2 ? 0 : count * min(rank + 1, 2) + rank }
  let own = values(type, of: world.rank, count: share(world.rank))

  let gathered = try world.gather(varying: own.span, at: root)
  try expect((gathered != nil) == (world.rank == root), "gather(varying:) gives to the root alone")
  for result in [gathered, try world.allgather(varying: own.span)].compactMap({ $0 }) {
    try expectEqual(result.counts, (0..<world.size).map(share), "counts")
    for rank in 0..<world.size {
      let expected = values(type, of: rank, count: share(rank))
      try expectEqual(Array(result[rank]), expected, "varying values of rank \(rank)")
    }
  }
}

private func checkScatter<Element: ProbeElement>(
  _ type: Element.Type, _ world: Communicator, count: Int, root: Int
) throws {
  let whole =
    world.rank == root ? (0..<world.size).flatMap { values(type, of: $0, count: count) } : []
  var share = [Element](repeating: .value(0), count: count)
  var span = share.mutableSpan
  try world.scatter(whole.span, into: &span, from: root)
  try expectEqual(share, values(type, of: world.rank, count: count), "scatter from \(root)")
}

/// Calls that do not fit together throw the same error on all ranks, which can go on.
func checkCollectiveMismatch(_ universe: Universe) throws {
  let world = universe.world
  let last = world.size - 1
  let isLast = world.rank == last

  func mismatch(_ name: String, _ body: () throws -> Void) throws {
    try expectMPIError(
      name,
      where: {
        guard case .collectiveMismatch(last, _, _) = $0.cause else { return false }
        return true
      }, body)
  }
  try mismatch("counts") {
    var numbers = [Float](repeating: 1, count: isLast ? 5 : 4)
    var span = numbers.mutableSpan
    try world.broadcast(&span, from: 0)
  }
  try mismatch("roots") {
    var numbers: [Float] = [1, 2]
    var span = numbers.mutableSpan
    try world.broadcast(&span, from: isLast ? last : 0)
  }
  try mismatch("types") {
    if isLast {
      _ = try world.allgather(varying: [UInt32](repeating: 1, count: 2).span)
    } else {
      _ = try world.allgather(varying: [Float](repeating: 1, count: 2).span)
    }
  }
  try mismatch("operations") {
    let numbers: [Double] = [1]
    if isLast {
      _ = try world.gather(varying: numbers.span, at: 0)
    } else {
      _ = try world.allgather(varying: numbers.span)
    }
  }
  func invalid(_ name: String, _ body: () throws -> Void) throws {
    try expectMPIError(
      name,
      where: {
        guard case .invalidArgument = $0.cause else { return false }
        return true
      }, body)
  }
  for root in [-1, world.size] {
    try invalid("root \(root)") {
      var numbers: [Float] = [1]
      var span = numbers.mutableSpan
      try world.broadcast(&span, from: root)
    }
  }
  try invalid("a result of the wrong size") {
    var result = [Float](repeating: 0, count: world.size + 1)
    var span = result.mutableSpan
    try world.allgather([Float](repeating: 0, count: 1).span, into: &span)
  }
  try world.barrier()
}

/// Parts around the piece size, in place.
func checkParts(_ universe: Universe) throws {
  for count in [0, 1, 7, 130] {
    try checkPartsInPlace(UInt8.self, universe.world, count: count)
    try checkPartsInPlace(Float.self, universe.world, count: count)
  }
}

/// Every rank has its part of an array; afterwards all have the whole.
private func checkPartsInPlace<Element: ProbeElement>(
  _ type: Element.Type, _ world: Communicator, count: Int
) throws {
  let counts = (0..<world.size).map { $0 == 2 ? 0 : count * min($0 + 1, 2) + $0 }
  let expected = (0..<world.size).flatMap { values(type, of: $0, count: counts[$0]) }
  let start = counts[..<world.rank].reduce(0, +)
  var own = [Element](repeating: .value(-3), count: expected.count)
  for index in start..<start + counts[world.rank] { own[index] = expected[index] }
  var span = own.mutableSpan
  try world.allgather(partsOf: &span, counts: counts)
  try expectEqual(own, expected, "the parts of all ranks")

  var tooLong = expected + [.value(1)]
  var tooLongSpan = tooLong.mutableSpan
  try expectMPIError("an array longer than its parts", where: { "\($0)".contains("elements") }) {
    try world.allgather(partsOf: &tooLongSpan, counts: counts)
  }
}
