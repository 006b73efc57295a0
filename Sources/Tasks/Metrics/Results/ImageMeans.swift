/// What the published code averages over batches of one image, in single precision for each: the
/// values of an image, or their sums over images.
struct ImageMeans: Hashable, Sendable {
  var loss = 0.0
  var pixelAccuracy = 0.0
  var crossEntropy = 0.0
  var absoluteError = 0.0
  var relativeError = 0.0

  /// Adds those of another image, `times` times.
  mutating func add(_ other: ImageMeans, times: Int) {
    loss += other.loss * Double(times)
    pixelAccuracy += other.pixelAccuracy * Double(times)
    crossEntropy += other.crossEntropy * Double(times)
    absoluteError += other.absoluteError * Double(times)
    relativeError += other.relativeError * Double(times)
  }
}
