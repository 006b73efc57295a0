/// How the size of a perturbation is measured.
public enum Norm: String, Hashable, Sendable, CaseIterable {
  /// The largest change of a value.
  case maximum = "linf"
  /// The square root of the sum of squared changes of an image.
  case euclidean = "l2"

  /// The largest radius that is accepted: the pixel scale, or for a whole image more than any image
  /// can change.
  public var largestRadius: Float { self == .maximum ? 255 : 1_000_000 }
}
