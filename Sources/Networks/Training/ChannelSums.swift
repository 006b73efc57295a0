import ComputePlatform
import Kernels
import TensorCore

/// Sums over the pixels of a batch for every channel, in double precision: of values, and of their
/// products with other values.
///
/// Pixels are added in parts that the shape fixes, and the parts in order: the bytes do not depend
/// on the number of threads.
final class ChannelSums {
  let channels: Int
  let pixelCount: Int
  private let partPixels: Int
  private let partCount: Int
  private let partial: AlignedBuffer<Double>
  private let total: AlignedBuffer<Double>

  private static let mostParts = 64
  private static let smallestPart = 16_384

  init(pixelCount: Int, channels: Int) {
    self.channels = channels
    self.pixelCount = pixelCount
    let spread = (pixelCount + Self.mostParts - 1) / Self.mostParts
    partPixels = max(spread, Self.smallestPart / max(channels, 1), 1)
    partCount = (pixelCount + partPixels - 1) / partPixels
    partial = AlignedBuffer(repeating: 0, count: partCount * 2 * channels)
    total = AlignedBuffer(repeating: 0, count: 2 * channels + 1)
  }

  /// Adds up `values * factors` and `values`, and notes the number of pixels.
  ///
  /// - Returns: the sums of the products, then those of the values, then the number of pixels; valid
  ///   until the next call.
  func add(_ values: Region, times factors: Region) -> MemoryRegion<Double> {
    let start = unsafe partial.unsafeBaseAddress
    let parts = unsafe MemoryRegion(start: start, count: partial.count)
    ThreadTeam.forEach(count: partCount) { part in
      let first = part * partPixels
      let count = min(partPixels, pixelCount - first) * channels
      var products = parts.mutableSpan(from: part * 2 * channels, count: channels)
      var sums = parts.mutableSpan(from: (part * 2 + 1) * channels, count: channels)
      for channel in 0..<channels {
        products[channel] = 0
        sums[channel] = 0
      }
      ChannelAffine.accumulateParameterGradients(
        values.span(from: first * channels, count: count),
        input: factors.span(from: first * channels, count: count), scaleGradient: &products,
        shiftGradient: &sums)
    }
    let result = clear()
    var sums = result.mutableSpan(from: 0, count: result.count)
    for part in 0..<partCount {
      let share = parts.span(from: part * 2 * channels, count: 2 * channels)
      for index in 0..<2 * channels { sums[index] += share[index] }
    }
    sums[2 * channels] = Double(pixelCount)
    return result
  }

  /// The sums of no pixel.
  func clear() -> MemoryRegion<Double> {
    let result = unsafe MemoryRegion(start: total.unsafeBaseAddress, count: total.count)
    var sums = result.mutableSpan(from: 0, count: result.count)
    for index in sums.indices { sums[index] = 0 }
    return result
  }

  /// Bytes that it holds.
  var byteCount: Int { (partial.count + total.count) * MemoryLayout<Double>.stride }
}
