public import Kernels
internal import TensorCore

/// What the attacker may do to an image: stay near it, in a norm, and inside the pixel range.
public struct ThreatModel: Hashable, Sendable {
  /// The norm of a perturbation.
  public let norm: Norm
  /// Its largest size: of a value's change for the maximum norm, of the whole image's for the
  /// Euclidean norm.
  public let radius: PixelBudget
  /// Valid values of each channel.
  public let range: ChannelRange

  /// Creates a threat model.
  public init(_ norm: Norm = .maximum, radius: PixelBudget, range: ChannelRange) {
    self.norm = norm
    self.radius = radius
    self.range = range
  }

  /// Checks that the model makes sense for a batch of images.
  /// - Throws: ``AttackError`` when the radius is larger than the norm allows, or a value is not
  ///   finite or outside the range.
  /// - Complexity: O(values).
  func validate(_ images: borrowing Tensor) throws {
    let shape = images.shape
    guard shape.channels == 3 else {
      throw AttackError("images", expected: "three channels", found: "\(shape.channels)")
    }
    guard radius.pixels <= norm.largestRadius else {
      throw AttackError(
        "radius", expected: "0...\(norm.largestRadius) pixel values", found: "\(radius.pixels)")
    }
    for image in 0..<shape.batch {
      let values = images.image(image)
      for index in values.indices {
        let channel = index % 3
        // A NaN fails both comparisons.
        guard values[index] >= range.lower[channel], values[index] <= range.upper[channel],
          values[index].isFinite
        else {
          throw AttackError(
            "image \(image), value \(index)",
            expected: "\(range.lower[channel])...\(range.upper[channel])",
            found: "\(values[index])")
        }
      }
    }
  }

  /// Checks that the range is one of pixels, whose whole values can be told.
  /// - Throws: ``AttackError``.
  func validateForRounding() throws {
    for channel in 0..<3 {
      let width = range.upper[channel] - range.lower[channel]
      guard width <= PixelRounding.largestWidth else {
        throw AttackError(
          "range", expected: "at most \(PixelRounding.largestWidth) pixel values for rounding",
          found: "\(width)")
      }
    }
  }
}
