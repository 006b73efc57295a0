public import Attacks

/// What the steps of an iteration see.
public enum TrainingMode: Sendable {
  /// One step on the clean images.
  case clean
  /// The published recipe: a step on the clean images, then one on adversarial images that are made
  /// in evaluation mode, with the parameters and running statistics just updated.
  case cleanThenAdversarial(Attack, ThreatModel)
  /// One step on adversarial images.
  case adversarial(Attack, ThreatModel)
}
