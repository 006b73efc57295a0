import Networks

/// Parameters that know how often they were read.
final class CountedParameters: ParameterSource {
  struct Damage: Error, CustomStringConvertible {
    let name: String
    var description: String { "the values of \(name) are gone" }
  }

  private(set) var readCount = 0
  private let values: InitialWeights
  private let damaged: String?

  /// - Parameter damaged: a parameter that cannot be read.
  init(for graph: NetworkGraph, damaged: String? = nil) {
    values = InitialWeights(for: graph, seed: 3)
    self.damaged = damaged
  }

  func shape(of name: String) -> [Int]? { values.shape(of: name) }

  func readFloats(name: String, into destination: inout MutableSpan<Float>) throws {
    readCount += 1
    if name == damaged { throw Damage(name: name) }
    values.readFloats(name: name, into: &destination)
  }
}
