/// An attack that was stopped between two steps, because it was asked to.
///
/// Nothing is kept of it: run again, it gives the bytes that it would have given.
public struct AttackInterrupted: Error, Hashable, CustomStringConvertible {
  /// Creates the error.
  public init() {}

  /// What happened.
  public var description: String { "the attack was interrupted" }
}
