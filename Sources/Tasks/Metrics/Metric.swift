/// A number that says how good the predictions of a task are.
///
/// The raw values are the names that the published code reports. Shares of classes' pixels and
/// intersections over unions are 0...1, other shares are in percent, angles in degrees.
public enum Metric: String, CaseIterable, Hashable, Sendable, Codable {
  /// Intersection over union of predicted and true pixels, averaged over the classes.
  case meanIntersectionOverUnion = "mIoU"
  /// Share of pixels with the true class.
  case pixelAccuracy = "Pixel Acc"
  /// Cross entropy at the label's resolution, weighted by class where there are weights.
  case crossEntropy = "err"
  /// Mean cosine of the angle between predicted and true normal.
  case cosineSimilarity = "cosine_similarity"
  /// Mean angle between predicted and true normal.
  case meanAngle = "Angle Mean"
  /// Median of that angle.
  case medianAngle = "Angle Median"
  /// Share of angles of at most 11.25 degrees.
  case narrowAngles = "Angle 11.25"
  /// Share of angles of at most 22.5 degrees.
  case middleAngles = "Angle 22.5"
  /// Share of angles of at most 30 degrees.
  case wideAngles = "Angle 30"
  /// Mean absolute difference to the true depth, in the convention's encoding.
  case absoluteError = "abs_err"
  /// Mean of that difference over the true depth.
  case relativeError = "rel_err"
  /// Share of pixels whose depth is within a factor of 1.25 of the true one.
  case narrowRatios = "sigma_1.25"
  /// Share of pixels whose depth is within a factor of 1.25^2 of the true one.
  case middleRatios = "sigma_1.25^2"
  /// Share of pixels whose depth is within a factor of 1.25^3 of the true one.
  case wideRatios = "sigma_1.25^3"
  /// Mean absolute difference to the true keypoint response.
  case keypointError = "key_err"
  /// Mean absolute difference to the true edge response.
  case edgeError = "edge_err"
  /// The task's loss, at the prediction's resolution. Takes no part in the relative performance.
  case loss

  /// Whether a smaller number is a better one.
  public var isBetterLower: Bool {
    switch self {
    case .crossEntropy, .meanAngle, .medianAngle, .absoluteError, .relativeError, .keypointError,
      .edgeError, .loss:
      true
    case .meanIntersectionOverUnion, .pixelAccuracy, .cosineSimilarity, .narrowAngles,
      .middleAngles, .wideAngles, .narrowRatios, .middleRatios, .wideRatios:
      false
    }
  }

  /// Whether the published code computes with this number in single precision.
  var isPublishedInSinglePrecision: Bool {
    self == .meanAngle || self == .medianAngle || self == .cosineSimilarity
  }
}
