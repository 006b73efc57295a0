/// A parameter of an attack, by the name that it has in job files and in canonical texts.
///
/// Which settings an attack knows follows from its method and its strategy; ``AttackDescription``
/// refuses all others. The order is that of canonical texts.
public enum AttackSetting: String, Hashable, Sendable, CaseIterable {
  /// How the points move: a ``MethodName``.
  case method
  /// `apgd`: an ``APGDVariant``. `auto-saga`: a ``AutoSAGA/LookAhead``.
  case variant
  /// Number of steps.
  case steps
  /// A ``StepSchedule/Size``: pixel values such as `2`, `0.25*radius` or `radius/steps`.
  case stepSize = "step-size"
  /// A ``StepSchedule/Decay``.
  case stepDecay = "step-decay"
  /// Whether the first point is random in the ball.
  case randomStart = "random-start"
  /// `mim`: how much of the momentum stays from step to step.
  case momentum
  /// `auto-saga`: the learning rate of the coefficients.
  case coefficientRate = "coefficient-rate"
  /// `auto-saga`: the slope of the tanh that stands for the sign.
  case fitting
  /// `auto-saga`: how much of the last step's direction stays.
  case directionDecay = "direction-decay"
  /// How the tasks share the direction: a ``StrategyName``.
  case strategy
  /// `single`: the name of the attacked task.
  case task
  /// `selective`: the names of the attacked tasks.
  case tasks
  /// `selective`: how much the changes of the held tasks count.
  case restraint
  /// `balanced`: what the gradients are divided by, a ``LossScaleName``.
  case direction
  /// `balanced`: what the objective is relative to, a ``LossScaleName`` but `current`.
  case objective
  /// `relative-rates`: a ``RelativeRates/Weighting``.
  case weighting
  /// `min-max`: the length of the weights' steps.
  case weightRate = "weight-rate"
  /// `min-max`: how strongly the weights are held at 1/T.
  case weightRegularity = "weight-regularity"
  /// Most pixels that may change; any number where nothing is given.
  case pixelLimit = "pixel-limit"
  /// Runs from different random points, of which the best counts.
  case restarts
  /// Whether results are rounded to what an image of 8 bits can hold.
  case roundToPixels = "round-to-pixels"
}
