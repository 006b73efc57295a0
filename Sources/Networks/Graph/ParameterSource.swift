/// Something that has values for a network's parameters: a checkpoint, an initialiser, a set in
/// memory.
///
/// Values are single precision in row-major order of the shape that PyTorch gives the parameter; a
/// whole number such as `num_batches_tracked` is given as a float with an empty shape.
public protocol ParameterSource {
  /// Shape of a parameter; nil when the source does not have it.
  func shape(of name: String) -> [Int]?

  /// Writes all values of a parameter.
  /// - Precondition: the source has the parameter and `destination` has as many elements.
  /// - Throws: What reading can throw; a source in memory throws nothing.
  func readFloats(name: String, into destination: inout MutableSpan<Float>) throws

  /// Lets `body` read all values of a parameter where they lie.
  /// - Precondition: the source has the parameter.
  /// - Returns: false, without calling `body`, for a source that does not have them in memory in single
  ///   precision.
  func withFloats(name: String, _ body: (Span<Float>) throws -> Void) rethrows -> Bool

  /// Says that nobody in this process is going to read a parameter again, so that a source in memory
  /// can give the memory back. Unless a source says otherwise, this does nothing.
  func giveBack(_ name: String)
}

extension ParameterSource {
  /// A source that has to make or convert its values.
  public func withFloats(name: String, _ body: (Span<Float>) throws -> Void) rethrows -> Bool {
    false
  }

  /// Does nothing.
  public func giveBack(_ name: String) {}
}
