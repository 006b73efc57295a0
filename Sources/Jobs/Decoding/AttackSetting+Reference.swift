internal import Attacks

extension AttackSetting {
  /// What the reference says of a setting; what is accepted is decided by the attacks.
  var reference: KeyReference {
    switch self {
    case .method:
      KeyReference(.oneOf(MethodName.self), .required, "How the points move.", example: "pgd")
    case .variant:
      KeyReference(
        "apgd: one of \(Self.names(APGDVariant.self)); auto-saga: one of "
          + Self.names(AutoSAGA.LookAhead.self),
        .words(
          "\(APGDVariant.croce2020.rawValue) (apgd), \(AutoSAGA.LookAhead.allTasks.rawValue) "
            + "(auto-saga)"), "The method's variant.", example: "paper")
    case .steps:
      KeyReference(
        .whole(StepSchedule.counts), .words("needed for pgd, mim, apgd, auto-saga"),
        "Number of steps.",
        example: "[10, 20]")
    case .stepSize:
      KeyReference(
        StepSchedule.Size.accepted,
        .words("radius/steps; 2.0*radius for apgd in variant croce2020"),
        "Length of the first step.", example: "0.25*radius")
    case .stepDecay:
      KeyReference(
        .oneOf(StepSchedule.Decay.self), .words("constant"),
        "pgd, mim, auto-saga: how the length changes from step to step.", example: "linear")
    case .randomStart:
      KeyReference(
        .flag, .words("false"), "pgd, apgd: whether the first point is random in the ball.",
        example: "true")
    case .momentum:
      KeyReference(
        Self.number, .words("1"), "mim: how much of the momentum stays from step to step.",
        example: "0.9")
    case .coefficientRate:
      KeyReference(
        Self.number, .words("10"), "auto-saga: the learning rate of the coefficients.",
        example: "100")
    case .fitting:
      KeyReference(
        Self.number, .words("50"), "auto-saga: the slope of the tanh that stands for the sign.",
        example: "20")
    case .directionDecay:
      KeyReference(
        Self.number, .words("0"), "auto-saga: how much of the last step's direction stays.",
        example: "0.5")
    case .strategy:
      KeyReference(
        .oneOf(StrategyName.self), .required, "How the tasks share the direction.",
        example: "[total, balanced]")
    case .task:
      KeyReference(
        "a task of the model", .words("needed for single"), "single: the attacked task.",
        example: "normal")
    case .tasks:
      KeyReference(
        "a list of tasks of the model", .words("needed for selective"),
        "selective: the attacked tasks; a list of lists stands for several attacks.",
        example: "[normal, depth_zbuffer]")
    case .restraint:
      KeyReference(
        Self.number, .words("1"), "selective: how much the changes of the other tasks count.",
        example: "0.5")
    case .direction:
      KeyReference(
        .oneOf(LossScaleName.self), .words("current"),
        "balanced: what the gradients are divided by.", example: "clean")
    case .objective:
      KeyReference(
        "one of clean, dataset", .words("clean"),
        "balanced: what the changes of losses are relative to where the best point is chosen.",
        example: "dataset")
    case .weighting:
      KeyReference(
        .oneOf(RelativeRates.Weighting.self), .words("corrected"),
        "relative-rates: how the rates of the losses become weights.", example: "paper")
    case .weightRate:
      KeyReference(
        Self.number, .words("1"), "min-max: the length of the weights' steps.", example: "0.1")
    case .weightRegularity:
      KeyReference(
        Self.number, .words("0.5"), "min-max: how strongly the weights are held at 1/T.",
        example: "1")
    case .pixelLimit:
      KeyReference(
        .whole(0...Int.max), .words("no limit"), "Most pixels that may change.", example: "100")
    case .restarts:
      KeyReference(
        .whole(Attack.restartCounts), .words("1"),
        "Runs from different random points, of which the best counts.", example: "5")
    case .roundToPixels:
      KeyReference(
        .flag, .words("false"),
        "Whether results are rounded to what an image of 8 bits can hold.", example: "true")
    }
  }

  private static let number = "a number, 0 or more"

  private static func names<Choice: RawRepresentable<String> & CaseIterable>(
    _ type: Choice.Type
  ) -> String {
    Choice.allCases.map(\.rawValue).joined(separator: ", ")
  }
}
