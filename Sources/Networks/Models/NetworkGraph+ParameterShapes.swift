extension NetworkGraph.Parameter {
  /// Checks the shape that a source has for the parameter.
  /// - Throws: ``ModelError`` for another shape and for none, which only a batch count may have:
  ///   old files lack it.
  func validate(shape found: [Int]?) throws {
    guard found == shape || (found == nil && role == .batchCount) else {
      throw ModelError(
        part: name, expectation: "a tensor of shape \(shape)",
        finding: found.map { "\($0)" } ?? "none"
      )
    }
  }
}

extension NetworkGraph {
  /// Checks that tensors are those of this network: all of them, in their shapes, and no others.
  /// - Throws: ``ModelError`` with the first tensor in the order of the state dict that is missing
  ///   or has another shape, or else the first other tensor in alphabetical order.
  /// - Complexity: O(n log n).
  public func validate(parameterShapes shapes: [String: [Int]]) throws {
    let parameters = parameters
    for parameter in parameters { try parameter.validate(shape: shapes[parameter.name]) }
    let others = Set(shapes.keys).subtracting(parameters.map(\.name)).sorted()
    if let first = others.first {
      throw ModelError(
        part: first, expectation: "no tensor that the network does not have",
        finding: others.count == 1 ? "this one" : "this one and \(others.count - 1) more")
    }
  }
}
