import ArgumentParser
import Foundation

/// Memory bandwidth of the one-pass kernels, on one thread, against a plain copy.
@main
struct KernelBandwidth: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel-bandwidth",
    abstract: "Measure the kernels' memory bandwidth against a plain copy.",
    discussion: """
      A kernel's bandwidth counts the bytes that one pass reads and writes. The copies touch as many \
      different bytes, in turns with the kernel. The last columns are ratios of bandwidths, medians \
      over the turns: to the copy in a loop (to a loop that only reads, for a kernel that writes \
      nothing) and to the C library's copy. 0.80 and more is required beyond the second-level cache. \
      Inside it a copy moves 115 GB/s and more, and arithmetic binds the kernels: two conversions to \
      double precision for 32 bytes of a sum of products, the exact projection for the steps.
      """)

  @Option(help: "Counted turns for each kernel; their median is printed.")
  var repetitions = 21

  @Option(help: "Values of one array beyond the second-level cache, a multiple of 64.")
  var large = 8 * 320 * 320 * 3

  @Option(help: "Values of one array inside the second-level cache, a multiple of 64.")
  var small = 96 * 96 * 3

  @Flag(help: "Print JSON instead of a table.")
  var json = false

  func validate() throws {
    guard repetitions > 0 else {
      throw ValidationError("--repetitions is \(repetitions); expected 1 or more.")
    }
    for count in [large, small] where count <= 0 || count % 64 != 0 {
      throw ValidationError("\(count) values; expected a positive multiple of 64 channels.")
    }
  }

  func run() throws {
    var measurements: [Measurement] = []
    for count in [large, small] {
      let inputs = Inputs(count: count)
      for kernel in Kernel.all {
        measurements.append(
          Measurement(kernel, count: count, inputs: inputs, repetitions: repetitions))
      }
    }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      print(String(decoding: try encoder.encode(measurements), as: UTF8.self))
    } else {
      print(
        "GB/s                             values   kernel copy loop   memcpy read loop"
          + "  to loop to memcpy")
      for measurement in measurements { print(row(measurement)) }
    }
  }

  private func row(_ measurement: Measurement) -> String {
    measurement.kernel.padding(toLength: 31, withPad: " ", startingAt: 0)
      + String(
        format: "%8d %8.1f %9.1f %8.1f %9.1f %8.2f", measurement.count,
        measurement.gigabytesPerSecond, measurement.copyLoopGigabytesPerSecond,
        measurement.memcpyGigabytesPerSecond, measurement.readLoopGigabytesPerSecond,
        measurement.ratioToLoop)
      + (measurement.ratioToMemcpy.map { String(format: "%10.2f", $0) } ?? "         -")
  }
}
