internal import Kernels

/// How a training sample is varied: scaled, mirrored, and cropped or padded.
public struct Augmentation: Hashable, Sendable {
  /// Factor of height and width, 0.5..<1.5.
  public var scale: Double
  /// Whether left and right are exchanged.
  public var isMirrored: Bool
  /// First row of the crop in the scaled and padded image.
  public var firstRow: Int
  /// First column of the crop in the scaled and padded image.
  public var firstColumn: Int

  /// Creates an augmentation.
  public init(scale: Double, isMirrored: Bool, firstRow: Int, firstColumn: Int) {
    self.scale = scale
    self.isMirrored = isMirrored
    self.firstRow = firstRow
    self.firstColumn = firstColumn
  }

  /// The augmentation of an image in an epoch: a function of its arguments alone, so that every
  /// rank draws the same.
  ///
  /// The distribution is the published one: scale uniform in 0.5..<1.5, mirrored every second
  /// time, the crop uniform over all places.
  /// - Parameters:
  ///   - height: rows of the image before scaling.
  ///   - width: its columns.
  ///   - cropHeight: rows of the sample.
  ///   - cropWidth: its columns.
  public init(
    seed: UInt64, epoch: Int, index: Int, height: Int, width: Int, cropHeight: Int, cropWidth: Int
  ) {
    let (epoch, index) = (UInt64(epoch), UInt64(index))
    let bits = Philox(key: seed).bits(
      SIMD4(
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32),
        UInt32(truncatingIfNeeded: epoch), UInt32(truncatingIfNeeded: epoch >> 32)))
    scale = Double(bits[0]) * 0x1p-32 + 0.5
    isMirrored = bits[1] >> 31 == 1
    firstRow = Self.place(bits[2], Self.scaled(height, scale), cropHeight)
    firstColumn = Self.place(bits[3], Self.scaled(width, scale), cropWidth)
  }

  /// An extent after scaling: rounded down, at least 1.
  static func scaled(_ extent: Int, _ scale: Double) -> Int { max(Int(Double(extent) * scale), 1) }

  /// A place from 32 random bits; the bias is below 1e-6 for all extents that occur.
  private static func place(_ bits: UInt32, _ extent: Int, _ crop: Int) -> Int {
    let slack = max(extent, crop) - crop
    return Int((UInt64(bits) * UInt64(slack + 1)) >> 32)
  }
}
