/// What the steps of an iteration see, by its name in job files.
public enum TrainingModeName: String, CaseIterable, Hashable, Sendable {
  /// One step on the images.
  case clean
  /// The published recipe: a step on the images, then one on adversarial ones.
  case cleanThenAdversarial = "clean-then-adversarial"
  /// One step on adversarial images.
  case adversarial
}
