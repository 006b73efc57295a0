import Glibc
import MessagePassing
import TestSupport

/// Sums of parts that end at many ranks, under way together: those of the documented tree, bit by
/// bit; everything else stays as it is.
func checkBackgroundSums(_ universe: Universe) throws {
  try checkBackgroundSums(Float.self, universe)
  try checkBackgroundSums(Double.self, universe)
  try checkBackgroundSums(Int64.self, universe)
}

private func checkBackgroundSums<Element: ReducedElement>(
  _ type: Element.Type, _ universe: Universe
) throws {
  let world = universe.world
  let count = 203
  let inputs = (0..<world.size).map { rank in
    var generator = SeededGenerator(seed: UInt64(rank + 5))
    return (0..<count).map { _ in Element.random(using: &generator) }
  }
  let totals = (0..<count).map { index in
    treeSum(inputs.map { $0[index] }, from: 0, span: powerOfTwo(atLeast: world.size))
  }
  // Of several lengths, out of order, with gaps and one that is empty.
  let parts = [150..<203, 0..<7, 20..<52, 7..<20, 60..<60, 60..<124, 130..<131]
  var delays = SeededGenerator(seed: UInt64(world.rank + 99))
  for mostInFlight in [1, 2, 8] {
    let sums = try BackgroundSums<Element>(over: world, mostInFlight: mostInFlight)
    for round in 0..<20 {
      var own = inputs[world.rank]
      var expected = own
      for (number, part) in parts.enumerated() {
        let root = (number + round) % world.size
        if root == world.rank { for index in part { expected[index] = totals[index] } }
        usleep(UInt32.random(in: 0...200, using: &delays))  // another rank comes first every time
        try sums.begin(part, at: root)
        var span = own.mutableSpan
        try sums.progress(&span)
      }
      var span = own.mutableSpan
      try sums.finish(&span)
      try expect(sums.isFinished, "a sum that is left")
      try expect(
        own.map(\.bits) == expected.map(\.bits), "\(type), \(mostInFlight) in flight, \(round)")
    }
    try expectMPIError("no such root", where: { "\($0)".contains("the root") }) {
      try sums.begin(0..<4, at: world.size)
    }
    try sums.free()
  }
}

/// A rank brings one element more than the other: an error on the rank that adds.
func mismatchBackgroundSums(_ universe: Universe) throws {
  let world = universe.world
  let sums = try BackgroundSums<Float>(over: world, mostInFlight: 2)
  var numbers = [Float](repeating: 1, count: 9)
  var span = numbers.mutableSpan
  try sums.begin(0..<(world.rank == 0 ? 8 : 9), at: 0)
  try sums.finish(&span)
  try world.barrier()
}

/// A sum of integers that does not fit: an error on the rank that adds.
func overflowBackgroundSums(_ universe: Universe) throws {
  let sums = try BackgroundSums<Int64>(over: universe.world, mostInFlight: 1)
  var numbers: [Int64] = [1, .max]
  var span = numbers.mutableSpan
  try sums.begin(0..<2, at: 0)
  try sums.finish(&span)
  try universe.world.barrier()
}
