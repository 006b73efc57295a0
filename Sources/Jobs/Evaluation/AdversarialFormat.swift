/// A form in which adversarial examples are kept.
public enum AdversarialFormat: String, CaseIterable, Hashable, Sendable {
  /// The values that the network saw, in single precision.
  case float32 = "f32"
  /// Images of 8 bits, rounded and projected again, with the results of their own evaluation.
  case pixels = "u8"
}
