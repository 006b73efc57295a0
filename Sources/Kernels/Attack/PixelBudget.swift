/// A size of change on the 0...255 pixel scale: the radius of a perturbation, or the length of a step.
///
/// The type keeps the scale with the number; 8 of 255 is `PixelBudget(8)`, never 0.031.
public struct PixelBudget: Hashable, Comparable, Sendable {
  /// The size, in pixel values.
  public let pixels: Float

  /// Creates a size from pixel values.
  /// - Precondition: finite and not negative.
  public init(_ pixels: Float) {
    precondition(
      pixels >= 0 && pixels.isFinite, "a budget of \(pixels) pixel values; expected 0 or more")
    self.pixels = pixels
  }

  /// Whether the first is the smaller one.
  public static func < (left: PixelBudget, right: PixelBudget) -> Bool {
    left.pixels < right.pixels
  }
}
