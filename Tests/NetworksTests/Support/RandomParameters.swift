import Networks
import TestSupport

/// Seeded values for every parameter of any graph: variances positive, the rest around zero.
struct RandomParameters: ParameterSource {
  private let shapes: [String: [Int]]
  private let roles: [String: NetworkGraph.Parameter.Role]
  var seed: UInt64 = 7

  init(for graph: NetworkGraph) {
    shapes = Dictionary(
      graph.parameters.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    roles = Dictionary(
      graph.parameters.map { ($0.name, $0.role) }, uniquingKeysWith: { first, _ in first })
  }

  func shape(of name: String) -> [Int]? { shapes[name] }

  func readFloats(name: String, into destination: inout MutableSpan<Float>) {
    var random = SeededGenerator(seed: name.utf8.reduce(seed) { $0 &* 31 &+ UInt64($1) })
    let shape = shapes[name] ?? []
    let fanIn = Float(max(shape.dropFirst().reduce(1, *), 1))
    for index in destination.indices {
      let value = Float.random(in: -1...1, using: &random)
      switch roles[name] {
      case .runningVariance: destination[index] = 1 + 0.5 * value
      case .scale: destination[index] = 1 + 0.5 * value
      case .weight: destination[index] = value * (3 / fanIn).squareRoot()
      default: destination[index] = 0.3 * value
      }
    }
  }
}
