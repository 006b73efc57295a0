import Kernels
import TestSupport
import Testing

/// Rounding to eight bits against all 256 values of a pixel.
@Suite struct PixelRoundingTests {
  private static let range = ChannelRange(
    lower: SIMD3(-104.00699, -116.66877, -122.67892),
    upper: SIMD3(255 - 104.00699, 255 - 116.66877, 255 - 122.67892))

  /// More than the rounding errors of a pixel value.
  private static let slack = 0x1p-14

  /// The values of the 256 whole pixel values of a channel.
  private static func grid(_ channel: Int) -> [Float] {
    (0...255).map { min(range.lower[channel] + Float($0), range.upper[channel]) }
  }

  /// Whole values, values anywhere, values halfway between two and next to a whole one, the ends.
  private static func originals(_ count: Int, _ generator: inout SeededGenerator) -> [Float] {
    (0..<count).map { place in
      let channel = place % 3
      let whole = Int.random(in: 0...255, using: &generator)
      let value = grid(channel)[whole]
      let original: Float =
        switch Int.random(in: 0..<6, using: &generator) {
        case 0, 1: value
        case 2: range.lower[channel] + Float.random(in: 0...255, using: &generator)
        case 3: value + 0.5
        case 4: Bool.random(using: &generator) ? value.nextUp : value.nextDown
        default: Bool.random(using: &generator) ? range.lower[channel] : range.upper[channel]
        }
      return min(max(original, range.lower[channel]), range.upper[channel])
    }
  }

  /// The whole pixel values that are allowed.
  private static func allowed(
    _ original: Float, _ channel: Int, isWithin: (_ value: Float) -> Bool,
    isWithinOfWhole: (_ steps: Int) -> Bool
  ) -> [Int] {
    let grid = grid(channel)
    if let home = grid.firstIndex(of: original) {
      return grid.indices.filter { isWithinOfWhole($0 - home) }
    }
    return grid.indices.filter { isWithin(grid[$0]) }
  }

  private static func checkNearest(
    _ found: Float, _ point: Float, _ original: Float, _ channel: Int, _ allowed: [Int],
    _ comment: Comment
  ) {
    guard !allowed.isEmpty else {
      #expect(found.bitPattern == original.bitPattern, comment)
      return
    }
    let lower = Double(range.lower[channel])
    func distance(_ pixel: Int) -> Double { abs(lower + Double(pixel) - Double(point)) }
    let pixel = Int((Double(found) - lower).rounded())
    let shortest = allowed.map(distance).min() ?? 0
    #expect(allowed.contains(pixel) && distance(pixel) <= shortest + slack, comment)
    let isWhole = grid(channel).contains(original)
    let value = Double(grid(channel)[min(max(pixel, 0), 255)])
    #expect(abs(Double(found) - value) <= (isWhole ? slack / 4 : 0), comment)
    #expect(found >= range.lower[channel] && found <= range.upper[channel], comment)
  }

  @Test(
    "within the radius: the nearest of all whole values in the ball, or the original",
    arguments: [0, 0.2, 0.5, 0.75, 1, 2.5, 8, 8.3, 255] as [Float])
  func withinRadius(_ radius: Float) {
    for count in [0, 1, 7, 8, 9, 16, 17, 33, 1200] {
      var generator = SeededGenerator(seed: UInt64(count) + UInt64(radius * 100))
      let original = Self.originals(count, &generator)
      let start = original.map { $0 + Float.random(in: -radius...radius, using: &generator) }
      var point = start
      var span = point.mutableSpan
      PixelRounding.apply(
        to: &span, around: original.span, within: .radius(PixelBudget(radius)),
        range: Self.range)
      for place in point.indices {
        let (home, channel) = (original[place], place % 3)
        let allowed = Self.allowed(home, channel) {
          abs(Double($0) - Double(home)) <= Double(radius)
        } isWithinOfWhole: {
          abs($0) <= Int(radius)
        }
        Self.checkNearest(
          point[place], start[place], home, channel, allowed,
          "\(start[place]) of \(home) in channel \(channel), radius \(radius)")
        #expect(abs(Double(point[place]) - Double(home)) <= Double(radius))
      }
    }
  }

  @Test("no change grows: the nearest of all whole values on the way, or the original")
  func withinChange() {
    for count in [0, 1, 7, 8, 9, 16, 17, 33, 2400] {
      var generator = SeededGenerator(seed: UInt64(count) + 5)
      let original = Self.originals(count, &generator)
      let start = original.indices.map { place in
        let reach: Float = [0, 0.4, 3, 40][place % 4]
        let moved = original[place] + Float.random(in: -reach...reach, using: &generator)
        return min(max(moved, Self.range.lower[place % 3]), Self.range.upper[place % 3])
      }
      var point = start
      var span = point.mutableSpan
      PixelRounding.apply(to: &span, around: original.span, within: .change, range: Self.range)
      for place in point.indices {
        let (home, channel) = (original[place], place % 3)
        let change = Double(start[place]) - Double(home)
        let allowed = Self.allowed(home, channel) {
          (min(home, start[place])...max(home, start[place])).contains($0)
        } isWithinOfWhole: {
          abs(Double($0)) <= abs(change) + Self.slack / 2
            && ($0 == 0 || ($0 > 0) == (change > 0))
        }
        Self.checkNearest(
          point[place], start[place], home, channel, allowed,
          "\(start[place]) of \(home) in channel \(channel)")
        #expect(abs(Double(point[place]) - Double(home)) <= abs(change))
      }
    }
  }

  @Test("what is rounded already stays")
  func twice() {
    var generator = SeededGenerator(seed: 1)
    let original = Self.originals(600, &generator)
    let start = original.map { $0 + Float.random(in: -8...8, using: &generator) }
    for bound in [PixelRounding.Bound.radius(PixelBudget(8)), .change] {
      var once = start
      var span = once.mutableSpan
      PixelRounding.apply(to: &span, around: original.span, within: bound, range: Self.range)
      var twice = once
      var second = twice.mutableSpan
      PixelRounding.apply(to: &second, around: original.span, within: bound, range: Self.range)
      #expect(once.map(\.bitPattern) == twice.map(\.bitPattern))
    }
  }

  @Test("a NaN is not rounded")
  func notANumber() {
    let original = [Float](repeating: Self.range.lower[0], count: 4)
    for bound in [PixelRounding.Bound.radius(PixelBudget(8)), .change] {
      var point = original
      point[0] = .nan
      point[3] += 1.4
      var span = point.mutableSpan
      PixelRounding.apply(
        to: &span, around: original.span, within: bound,
        range: ChannelRange(
          lower: SIMD3(repeating: Self.range.lower[0]),
          upper: SIMD3(repeating: Self.range.upper[0])))
      #expect(point[0].isNaN && point[1] == original[1] && point[3] == original[3] + 1)
    }
  }
}
