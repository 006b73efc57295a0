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
}
