import Glibc
import MessagePassing
import TestSupport

/// A number whose bits are compared.
protocol ReducedElement: SummableElement, ProbeElement, AdditiveArithmetic {
  /// A value whose sums depend on their order where that is possible.
  static func random(using generator: inout SeededGenerator) -> Self
  /// The value's bits.
  var bits: UInt64 { get }
}

extension Float: ReducedElement {
  static func random(using generator: inout SeededGenerator) -> Float {
    Float.random(in: -1...1, using: &generator)
      * pow(10, Float.random(in: -6...6, using: &generator))
  }
  var bits: UInt64 { UInt64(bitPattern) }
}

extension Double: ReducedElement {
  static func random(using generator: inout SeededGenerator) -> Double {
    Double.random(in: -1...1, using: &generator)
      * pow(10, Double.random(in: -9...9, using: &generator))
  }
  var bits: UInt64 { bitPattern }
}

extension Int64: ReducedElement {
  static func random(using generator: inout SeededGenerator) -> Int64 {
    Int64.random(in: -(1 << 60)...(1 << 60), using: &generator)
  }
  var bits: UInt64 { UInt64(bitPattern: self) }
}

/// Sums are those of the documented tree, bit by bit, as often as they are computed, whoever comes
/// first and whatever the chunk size.
func checkReduction(_ universe: Universe, repetitions: Int) throws {
  try checkReduction(Float.self, universe, repetitions: repetitions)
  try checkReduction(Double.self, universe, repetitions: repetitions)
  try checkReduction(Int64.self, universe, repetitions: repetitions)
}

private func checkReduction<Element: ReducedElement>(
  _ type: Element.Type, _ universe: Universe, repetitions: Int
) throws {
  let world = universe.world
  let count = 203
  let inputs = (0..<world.size).map { rank in
    var generator = SeededGenerator(seed: UInt64(rank + 1))
    return (0..<count).map { _ in Element.random(using: &generator) }
  }
  let expected = (0..<count).map { index in
    treeSum(inputs.map { $0[index] }, from: 0, span: powerOfTwo(atLeast: world.size)).bits
  }
  let inOrder = (0..<count).map { index in
    inputs.map { $0[index] }.reduce(Element.zero, +).bits
  }
  if type != Int64.self, world.size == 4 {
    try expect(expected != inOrder, "the input of the test does not tell orders apart")
  }

  var delays = SeededGenerator(seed: UInt64(world.rank + 77))
  for chunkByteCount in [8, 1 << 8, FixedTreeReduction.defaultChunkByteCount] {
    var reduction = try FixedTreeReduction(over: world, chunkByteCount: chunkByteCount)
    // The chunk size changes nothing but the time: for the others a few repetitions will do.
    for repetition in 0..<(chunkByteCount == 1 << 8 ? repetitions : 3) {
      usleep(UInt32.random(in: 0...300, using: &delays))  // another rank comes first every time
      var toAll = inputs[world.rank]
      var toAllSpan = toAll.mutableSpan
      try reduction.sumToAll(&toAllSpan)
      try expect(toAll.map(\.bits) == expected, "\(type) to all, repetition \(repetition)")

      guard repetition < 10 else { continue }
      let root = repetition % world.size
      var atRoot = inputs[world.rank]
      var atRootSpan = atRoot.mutableSpan
      try reduction.sum(&atRootSpan, at: root)
      let result = atRoot.map(\.bits)
      try expect(
        result == (world.rank == root ? expected : inputs[world.rank].map(\.bits)),
        "\(type) to \(root), repetition \(repetition)")
    }
    var nothing: [Element] = []
    var span = nothing.mutableSpan
    try reduction.sumToAll(&span)
    try reduction.free()
  }
  // A fingerprint, so that runs can be compared too.
  let fingerprint = expected.reduce(UInt64(0)) { ($0 ^ $1) &* 0x100_0000_01B3 }
  report(universe, "\(type) sums \(String(fingerprint, radix: 16))")
}

/// The documented tree, evaluated as it is written; ranks that do not exist add nothing.
func treeSum<Element: ReducedElement>(
  _ values: [Element], from start: Int, span: Int
) -> Element {
  guard span > 1 else { return values[start] }
  let left = treeSum(values, from: start, span: span / 2)
  let middle = start + span / 2
  return middle < values.count ? left + treeSum(values, from: middle, span: span / 2) : left
}

func powerOfTwo(atLeast bound: Int) -> Int {
  var power = 1
  while power < bound { power *= 2 }
  return power
}

/// A rank brings one element more than the others: an error that names it.
func checkReductionMismatch(_ universe: Universe) throws {
  let world = universe.world
  var reduction = try FixedTreeReduction(over: world)
  var numbers = [Float](repeating: 1, count: world.rank == world.size - 1 ? 9 : 8)
  var span = numbers.mutableSpan
  try reduction.sumToAll(&span)
}

/// A sum of integers that does not fit: an error on the rank that adds.
func overflowReduction(_ universe: Universe) throws {
  var reduction = try FixedTreeReduction(over: universe.world)
  var numbers: [Int64] = [1, .max]
  var span = numbers.mutableSpan
  try reduction.sumToAll(&span)
}
