public import TensorCore

/// A network compiled for a batch of images of one size that has no memory yet: what its passes will
/// read of the weights is known, and can be brought into memory that processes share.
public final class PlanDraft {
  /// Extents of the batch of images, NHWC.
  public let inputShape: TensorShape
  /// The results, in the order of the graph's outputs.
  public let outputs: [ExecutionPlan.Output]
  let compiler: PlanCompiler

  /// Compiles the part of a network that the chosen tasks need. Reads no parameters.
  /// - Throws: ``GraphError`` when the images are too small or a task is unknown; ``DNNError``.
  public init(
    _ graph: NetworkGraph, weights: NetworkWeights, inputShape: TensorShape, options: PlanOptions
  ) throws {
    precondition(
      inputShape.channels == graph.channels(of: graph.input),
      "images of \(inputShape.channels) channels for a network of \(graph.channels(of: 0))")
    let chosen = try graph.outputs(named: options.tasks)
    let compiler = try PlanCompiler(
      graph, outputs: chosen, weights: weights, inputShape: inputShape, options: options)
    self.inputShape = inputShape
    outputs = zip(chosen, compiler.lowering.outputs).map {
      ExecutionPlan.Output(name: $0.name, shape: compiler.shape(of: $1))
    }
    self.compiler = compiler
  }
}

extension NetworkGraph {
  /// The outputs with these names, in the graph's order; all without names.
  /// - Throws: ``GraphError`` when there is no such output.
  fileprivate func outputs(named names: [String]?) throws -> [Output] {
    guard let names else { return outputs }
    for name in names where !outputs.contains(where: { $0.name == name }) {
      throw GraphError(
        layer: "output", expectation: "one of \(outputs.map(\.name).joined(separator: ", "))",
        finding: name)
    }
    return outputs.filter { names.contains($0.name) }
  }
}
