import MessagePassing

extension SelfTestRun {
  /// Adds up the sums of all ranks along the fixed tree, and compares the bits with the tree
  /// evaluated by one rank, and the values with the answer of one rank for all images. Collective.
  /// - Parameter images: All images on rank zero; not used elsewhere.
  func reduce(
    _ sums: ImageSums, images: [Int: [Float]], with passes: ConvolutionPasses,
    _ conclude: (Finding) -> Void
  ) throws {
    var total = sums.values
    if fault == .reduction { total[0] += 1 }
    var reduction = try FixedTreeReduction(over: world)
    var span = total.mutableSpan
    try reduction.sumToAll(&span)
    try reduction.free()

    // The sums of all ranks, one after the other, on rank zero.
    var shards = [Float](repeating: 0, count: isFirst ? total.count * world.size : 0)
    var shardSpan = shards.mutableSpan
    try world.gather(sums.values.span, into: &shardSpan, at: 0)

    var (otherBits, error) = (0, 0.0)
    if isFirst {
      let expected = Self.treeSum(of: shards, ranks: 0..<world.size)
      otherBits = zip(total, expected).count { $0.bitPattern != $1.bitPattern }
      let single = try singleRankSums(images, with: passes).values
      error = ReferenceConvolution.relativeError(total, single.map(Double.init))
    }
    let digests = try exchange([Self.digest(of: total)])
    let otherRanks = digests.count { $0 != digests[0] }
    otherBits = try share([otherBits])[0]
    error = try share([error])[0]
    conclude(
      Finding(
        part: "reduction",
        passed: otherBits == 0 && otherRanks == 0 && error <= Self.largestError,
        figures:
          "\(total.count) sums, bits unlike the tree's: \(otherBits), ranks unlike rank zero: "
          + "\(otherRanks), largest error against one rank \(inWords(error))"))
  }

  private func singleRankSums(
    _ images: [Int: [Float]], with passes: ConvolutionPasses
  ) throws -> ImageSums {
    var sums = ImageSums(problem)
    for (index, image) in images.sorted(by: { $0.key < $1.key }) {
      sums.add(
        output: try passes.forward.run(image),
        gradient: try passes.inputGradient.run(problem.gradientOfOutput(index)))
    }
    return sums
  }

  /// The sum that ``FixedTreeReduction`` documents, evaluated as it is written.
  /// - Parameters:
  ///   - shards: The values of all ranks, one rank after the other.
  ///   - ranks: The ranks to add up, not empty and from 0 or another left edge of the tree.
  static func treeSum(of shards: [Float], ranks: Range<Int>, size: Int? = nil) -> [Float] {
    let size = size ?? ranks.upperBound
    let count = shards.count / size
    guard ranks.count > 1 else {
      return Array(shards[ranks.lowerBound * count..<ranks.upperBound * count])
    }
    var half = 1
    while half * 2 < ranks.count { half *= 2 }
    let middle = ranks.lowerBound + half
    let left = treeSum(of: shards, ranks: ranks.lowerBound..<middle, size: size)
    let right = treeSum(of: shards, ranks: middle..<ranks.upperBound, size: size)
    return zip(left, right).map { $0 + $1 }
  }

  /// The FNV-1a hash of the values' bits, a word at a time.
  private static func digest(of values: [Float]) -> UInt64 {
    values.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01B3 }
  }
}
