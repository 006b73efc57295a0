/// How the size of a perturbation is measured.
public enum Norm: String, Hashable, Sendable, CaseIterable {
  /// The largest change of a value.
  case maximum = "linf"
  /// The square root of the sum of squared changes of an image.
  case euclidean = "l2"
}
