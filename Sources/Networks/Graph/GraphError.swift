/// A network that cannot be: layers that do not fit each other, or an image too small for them.
public struct GraphError: Error, Hashable, CustomStringConvertible {
  /// The layer, by its parameters' name or its kind.
  public let layer: String
  /// What the layer needs.
  public let expectation: String
  /// What it got.
  public let finding: String

  /// One sentence with all of it.
  public var description: String { "layer \(layer): expected \(expectation), found \(finding)" }
}
