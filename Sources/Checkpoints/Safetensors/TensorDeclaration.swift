/// A tensor that a safetensors file will hold.
public struct TensorDeclaration: Hashable, Sendable {
  /// The name of the parameter.
  public let name: String
  /// The type of the numbers.
  public let scalarType: ScalarType
  /// Extents, slowest first; empty for a scalar.
  public let shape: [Int]

  /// Declares a tensor.
  public init(name: String, scalarType: ScalarType = .float32, shape: [Int]) {
    self.name = name
    self.scalarType = scalarType
    self.shape = shape
  }
}
