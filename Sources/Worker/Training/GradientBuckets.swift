internal import Networks
internal import Training

/// The flat array of gradients in parts of one size, each summed over ranks as soon as all of its
/// gradients are complete.
struct GradientBuckets {
  /// Values of a bucket; the last one may have fewer.
  let length: Int
  /// Values of the array.
  let valueCount: Int
  /// Values of parameters in every bucket; the zeros between parameters are complete from the start.
  private let sizes: [Int]
  private var missing: [Int]

  /// Divides an array.
  /// - Parameters:
  ///   - length: values of a bucket, rounded up to whole blocks of the exchange.
  init(_ layout: ParameterLayout, length: Int) {
    let block = StepExchange.blockLength
    self.length = max((length + block - 1) / block, 1) * block
    valueCount = layout.valueCount
    var sizes = [Int](
      repeating: 0, count: (valueCount + self.length - 1) / self.length)
    for entry in layout.entries where entry.parameter.role.isTrainable {
      for (bucket, part) in Self.division(of: entry.range, by: self.length) {
        sizes[bucket] += part
      }
    }
    self.sizes = sizes
    missing = sizes
  }

  /// Number of buckets.
  var count: Int { sizes.count }

  /// Where a bucket lies.
  func range(_ bucket: Int) -> Range<Int> {
    bucket * length..<min((bucket + 1) * length, valueCount)
  }

  /// Takes note of complete gradients.
  /// - Returns: the buckets that are complete with them, in order.
  mutating func complete(_ range: Range<Int>) -> [Int] {
    var complete: [Int] = []
    for (bucket, part) in Self.division(of: range, by: length) {
      missing[bucket] -= part
      precondition(missing[bucket] >= 0, "gradients \(range) complete twice")
      if missing[bucket] == 0 { complete.append(bucket) }
    }
    return complete
  }

  /// Starts again, for the next step.
  /// - Precondition: all gradients are complete.
  mutating func reset() {
    precondition(missing.allSatisfy { $0 == 0 }, "gradients of a step are missing")
    missing = sizes
  }

  /// How many values of a range lie in which bucket.
  private static func division(of range: Range<Int>, by length: Int) -> [(Int, Int)] {
    guard !range.isEmpty else { return [] }
    return (range.lowerBound / length...(range.upperBound - 1) / length).map { bucket in
      (bucket, range.clamped(to: bucket * length..<(bucket + 1) * length).count)
    }
  }
}
