/// Where the positions of an axis come from when it is resized bilinearly by OpenCV's rule.
///
/// Position d lies at (d + 0.5) * scale - 0.5 of the source, between the two neighbours that are
/// given here.
struct BilinearAxis {
  /// Neighbour towards the start.
  let lower: [Int]
  /// Neighbour towards the end; equal to `lower` at the border.
  let upper: [Int]
  /// Weight of `upper`, 0..<1.
  let fraction: [Float]

  /// - Parameters:
  ///   - isHorizontal: beyond the outermost pixel centres columns have the weight 0 and rows keep
  ///     theirs; both neighbours are the same pixel then, but rounding differs.
  ///   - roundsPosition: whether positions are rounded to 32 bits, as they are for 8-bit values.
  init(from source: Int, to destination: Int, isHorizontal: Bool, roundsPosition: Bool) {
    // As OpenCV has it: the reciprocal of a rounded quotient, not a quotient.
    let scale = 1 / (Double(destination) / Double(source))
    var (lower, upper, fraction): ([Int], [Int], [Float]) = ([], [], [])
    for index in 0..<destination {
      let exact = (Double(index) + 0.5) * scale - 0.5
      let position = roundsPosition ? Double(Float(exact)) : exact
      let floor = position.rounded(.down)
      let below = Int(floor)
      let isBeyond = below < 0 || below >= source - 1
      fraction.append(isHorizontal && isBeyond ? 0 : Float(position - floor))
      lower.append(min(max(below, 0), source - 1))
      upper.append(min(max(below + 1, 0), source - 1))
    }
    self.lower = lower
    self.upper = upper
    self.fraction = fraction
  }

  /// The weights of a position in 1/2048, rounded half to even one by one.
  func fixedWeights(_ index: Int) -> (lower: Int32, upper: Int32) {
    let one: Float = 2048
    return (
      Int32(((1 - fraction[index]) * one).rounded(.toNearestOrEven)),
      Int32((fraction[index] * one).rounded(.toNearestOrEven))
    )
  }
}
