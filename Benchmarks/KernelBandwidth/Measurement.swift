import TensorCore

/// Bandwidths of one kernel and of the baselines, in the same minute and over as much memory.
struct Measurement: Codable {
  let kernel: String
  /// Values of one array.
  let count: Int
  /// Bytes that one pass reads and writes.
  let bytes: Int
  /// Medians in 10^9 bytes a second.
  let gigabytesPerSecond: Double
  let copyLoopGigabytesPerSecond: Double
  let memcpyGigabytesPerSecond: Double
  let readLoopGigabytesPerSecond: Double
  /// The kernel's bandwidth over that of the copy in a loop; for a kernel that writes nothing, over
  /// that of the loop that only reads. The median of the ratios in single turns, since other load on
  /// the machine then cancels.
  let ratioToLoop: Double
  /// The same over the C library's copy; nil for a kernel that writes nothing.
  let ratioToMemcpy: Double?

  /// Bytes that a turn moves at least, so that the clock's resolution does not show.
  private static let bytesPerTurn = 20_000_000

  /// Measures a kernel on arrays of `count` values.
  ///
  /// The copies touch as many different bytes as the kernel, and read one half of them and write the
  /// other. The loop that only reads goes through the very arrays of a kernel that reads one or two.
  /// So all find the same caches. Kernel and baselines take turns; the median of the turns counts.
  init(_ kernel: Kernel, count: Int, inputs: borrowing Inputs, repetitions: Int) {
    let touched = kernel.footprint * count
    let source = Inputs.filled(count: touched / 2, seed: 4, scale: 1)
    var target = AlignedBuffer<Float>(repeating: 0, count: touched / 2)
    var buffer = Inputs.filled(count: count, seed: 2, scale: 99)
    var output = buffer.mutableSpan
    var checksum = 0.0
    var kernelTimes: [Double] = []
    var copyLoopTimes: [Double] = []
    var memcpyTimes: [Double] = []
    var readLoopTimes: [Double] = []
    let size = MemoryLayout<Float>.stride
    bytes = (kernel.reads + kernel.writes) * count * size
    let passes = max(1, Self.bytesPerTurn / bytes)
    let baselinePasses = max(1, Self.bytesPerTurn / (touched * size))
    let readBytes = min(kernel.footprint, 2) * count * size
    let readPasses = max(1, Self.bytesPerTurn / readBytes)
    let clock = ContinuousClock()
    // The first turn, which warms the caches, is not counted. Every turn starts with another of the
    // four, and a copy stands between kernel and reading loop, so that what lies in the caches favours
    // none of them.
    for turn in 0...repetitions {
      for position in 0..<4 {
        let start = clock.now
        switch (turn + position) % 4 {
        case 0:
          for _ in 0..<passes { checksum += kernel.run(&output, inputs) }
          if turn > 0 { kernelTimes.append((clock.now - start) / .seconds(passes)) }
        case 1:
          for _ in 0..<baselinePasses { Baseline.copyLoop.run(from: source, to: &target) }
          if turn > 0 { copyLoopTimes.append((clock.now - start) / .seconds(baselinePasses)) }
        case 2:
          for _ in 0..<readPasses {
            Baseline.readLoop.run(from: inputs.original, to: &target)
            if kernel.footprint > 1 { Baseline.readLoop.run(from: inputs.direction, to: &target) }
          }
          if turn > 0 { readLoopTimes.append((clock.now - start) / .seconds(readPasses)) }
        default:
          for _ in 0..<baselinePasses { Baseline.memcpy.run(from: source, to: &target) }
          if turn > 0 { memcpyTimes.append((clock.now - start) / .seconds(baselinePasses)) }
        }
      }
    }
    precondition(!checksum.isNaN, "\(kernel.name) gave NaN")
    self.kernel = kernel.name
    self.count = count
    gigabytesPerSecond = Double(bytes) / Self.median(kernelTimes) / 1e9
    let baselineBytes = Double(touched * size)
    copyLoopGigabytesPerSecond = baselineBytes / Self.median(copyLoopTimes) / 1e9
    memcpyGigabytesPerSecond = baselineBytes / Self.median(memcpyTimes) / 1e9
    readLoopGigabytesPerSecond = Double(readBytes) / Self.median(readLoopTimes) / 1e9
    let traffic = Double(bytes)
    func ratio(to times: [Double], of moved: Double) -> Double {
      Self.median(zip(times, kernelTimes).map { traffic / moved * $0 / $1 })
    }
    ratioToLoop =
      kernel.writes == 0
      ? ratio(to: readLoopTimes, of: Double(readBytes))
      : ratio(to: copyLoopTimes, of: baselineBytes)
    ratioToMemcpy = kernel.writes == 0 ? nil : ratio(to: memcpyTimes, of: baselineBytes)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
