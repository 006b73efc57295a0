internal import Kernels

/// The order in which an epoch takes the images: every one once, in an order that is a function of
/// seed and epoch alone, so that all ranks know it without a message.
public struct EpochOrder: Sendable {
  /// The images' numbers, in the order of the epoch.
  public let images: [Int]

  /// Shuffles the numbers below `count` (Fisher and Yates).
  /// - Precondition: fewer than 2^32 images, and a number of the epoch that is not negative.
  /// - Complexity: O(images).
  public init(count: Int, seed: UInt64, epoch: Int) {
    precondition(count >= 0 && count <= UInt32.max && epoch >= 0, "epoch \(epoch) of \(count)")
    let random = Philox(key: seed)
    let epoch = UInt64(epoch)
    var images = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      let bits = random.bits(
        SIMD4(
          UInt32(last), UInt32(truncatingIfNeeded: epoch), UInt32(epoch >> 32), Self.purpose))
      // 64 bits for a number of at most 32: the bias is below 2^-32.
      let wide = UInt64(bits[0]) << 32 | UInt64(bits[1])
      images.swapAt(last, Int(wide.multipliedFullWidth(by: UInt64(last) + 1).high))
    }
    self.images = images
  }

  /// A rank's share of a batch: its images without the others', as evenly as it goes.
  ///
  /// The shares of all ranks, in the order of the ranks, are the batch. The last batch of an epoch
  /// has fewer images than the others, and a rank may have none of them.
  /// - Parameters:
  ///   - start: where the batch begins in the epoch.
  ///   - batchSize: images of all ranks together.
  /// - Precondition: the batch begins inside the epoch.
  public func share(
    from start: Int, batchSize: Int, rank: Int, rankCount: Int
  ) -> ArraySlice<Int> {
    let count = self.count(from: start, batchSize: batchSize)
    return images[start + rank * count / rankCount..<start + (rank + 1) * count / rankCount]
  }

  /// The number of images of a batch.
  /// - Precondition: the batch begins inside the epoch.
  public func count(from start: Int, batchSize: Int) -> Int {
    precondition(images.indices.contains(start), "a batch from \(start) of \(images.count)")
    return min(batchSize, images.count - start)
  }

  /// The last word of the counter, which augmentation, dropout and attacks use for other things.
  private static let purpose = UInt32.max - 1
}
