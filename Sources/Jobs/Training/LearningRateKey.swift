/// The keys of `learning-rate`.
enum LearningRateKey: String, JobKey {
  case base
  case decay
  case interval
  case factor
  case length
  case floor
  case warmUp = "warm-up"
  case warmUpStart = "warm-up-start"

  /// How the rate falls.
  enum Decay: String, CaseIterable {
    /// Not at all.
    case constant
    /// In steps.
    case steps
    /// Along half a cosine.
    case cosine
  }

  /// Rates and factors that are accepted.
  static let rates = 0.0...1e6

  var reference: KeyReference {
    switch self {
    case .base:
      KeyReference("a number above 0", .required, "The rate before any decay.", example: "1e-3")
    case .decay:
      KeyReference(
        .oneOf(Decay.self), .value("constant"), "How it falls.", example: "cosine")
    case .interval:
      KeyReference(
        .whole(TrainingJob.counts), .words("needed for steps"),
        "steps: iterations between two falls.", example: "4000")
    case .factor:
      KeyReference(
        "a number above 0, at most 1", .words("needed for steps"),
        "steps: what the rate is multiplied by.", example: "0.5")
    case .length:
      KeyReference(
        .whole(TrainingJob.counts), .words("the iterations, which then have to be stated"),
        "cosine: iterations until the floor.", example: "20000")
    case .floor:
      KeyReference(
        "a number from 0 to the base", .words("0"), "cosine: the rate at the end.",
        example: "1e-5")
    case .warmUp:
      KeyReference(
        .whole(0...TrainingJob.counts.upperBound), .value("0"),
        "Iterations in which the rate grows to what it would be.", example: "500")
    case .warmUpStart:
      KeyReference(
        "a number above 0, at most 1", .words("1/3"),
        "The fraction that the growth starts from.", example: "0.1")
    }
  }
}
