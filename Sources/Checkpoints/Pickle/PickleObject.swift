/// An instance of a class that a checkpoint holds, as a record of its state.
///
/// The class is a name and nothing more: it is neither looked up nor made.
public struct PickleObject: Sendable {
  /// The module of the class, such as `main.layout`.
  public let module: String
  /// The name of the class, such as `Layout`.
  public let name: String
  /// What the class would have been called with, a tuple.
  public let arguments: PickleValue?
  /// What the instance holds, for most classes a dictionary of its attributes.
  public let state: PickleValue?

  /// An attribute.
  public subscript(attribute: String) -> PickleValue? { state?[attribute] }
}
