/// Bounds for a single-precision implementation, as the reference files' documentation gives them.
///
/// Where the file's own single-precision run is further from its double-precision run, the bound
/// is four times that distance plus 1e-6.
struct Tolerances {
  /// Relative L2 error of outputs.
  static let output = 1e-5
  /// Relative error of losses.
  static let loss = 1e-5
  /// Share of signs of gradients and directions that may differ.
  static let signs = 1e-3
  /// Relative L2 error of gradients: of narrow networks, whose weights are in the file.
  static let narrowGradient = 1e-4
  /// Relative L2 error of gradients: of full networks, where single switches of a ReLU or a
  /// maximum show.
  static let fullGradient = 2e-2

  /// The bound for a quantity with that spread in the file.
  static func bound(_ suggested: Double, spread: Double?) -> Double {
    max(suggested, 4 * (spread ?? 0) + 1e-6)
  }
}
