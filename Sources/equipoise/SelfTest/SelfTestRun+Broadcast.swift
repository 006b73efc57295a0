import MessagePassing

extension SelfTestRun {
  /// Bytes of a message, few enough for many pieces.
  private static let pieceByteCount = 64

  /// Brings the filters of rank zero to all ranks in many pieces, and compares them with what they
  /// should be. Collective.
  func broadcastWeights() throws -> (weights: [Float], finding: Finding) {
    let expected = problem.weights
    var weights = isFirst ? expected : [Float](repeating: .nan, count: expected.count)
    let inPieces = try world.duplicate(pieceByteCount: Self.pieceByteCount)
    var span = weights.mutableSpan
    try inPieces.broadcast(&span, from: 0)
    try inPieces.free()
    if fault == .broadcast { weights[0].negate() }

    let wrong = zip(weights, expected).count { $0.bitPattern != $1.bitPattern }
    let total = try exchange([wrong]).joined().reduce(0, +)
    let byteCount = expected.count * 4
    let pieceCount = (byteCount + Self.pieceByteCount - 1) / Self.pieceByteCount
    return (
      weights,
      Finding(
        part: "broadcast", passed: total == 0,
        figures: "\(byteCount) bytes in \(pieceCount) pieces, values wrong: \(total)")
    )
  }
}
