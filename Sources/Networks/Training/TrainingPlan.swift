public import TensorCore

/// A network compiled for training on a batch of images of one size: a forward pass with the
/// statistics of the batch and dropout, and a backward pass to the parameters.
///
/// Buffers are planned once; the passes allocate nothing of ours. Gradients and running statistics
/// go to the ``TrainableParameters`` that the plan was made with, which plans for other batch sizes
/// may share. The bytes of all results are the same for every number of threads. After parameters
/// have changed, ``NetworkWeights/refresh()`` makes all plans of the weights see it.
///
/// A plan is used from one thread at a time; its work runs on the OpenMP team.
public final class TrainingPlan {
  /// Extents of the batch of images, NHWC.
  public let inputShape: TensorShape
  /// The results, in the order of the graph's outputs.
  public let outputs: [ExecutionPlan.Output]
  /// Bytes of activations, gradients and working memory; parameters are not counted.
  public let byteCount: Int

  private let context: TrainingContext
  private let binder: PlanBinder
  private let forwardPass: [PlanOperation]
  private let backwardPass: [PlanOperation]
  /// The gradients that are complete after each operation of the backward pass.
  private let completions: [[Range<Int>]]
  /// The batch norms in the order of the forward pass.
  private let norms: [BatchStatistics]

  /// Compiles a network.
  /// - Parameters:
  ///   - parameters: what is trained.
  ///   - weights: made of `parameters`; keeps them in the orders that primitives want.
  /// - Throws: ``GraphError`` when the images are too small, or when a layer with parameters has no
  ///   part in any output; ``ParameterError``; ``DNNError``.
  public init(
    _ graph: NetworkGraph, parameters: TrainableParameters, weights: NetworkWeights,
    inputShape: TensorShape, options: TrainingOptions = TrainingOptions()
  ) throws {
    precondition(
      inputShape.channels == graph.channels(of: graph.input),
      "images of \(inputShape.channels) channels for a network of \(graph.channels(of: 0))")
    context = TrainingContext(parameters, options)
    let compiler = try PlanCompiler(
      graph, outputs: graph.outputs, weights: weights, inputShape: inputShape,
      options: PlanOptions(computesInputGradient: true, isFused: options.isFused),
      training: context)
    self.inputShape = inputShape
    outputs = zip(graph.outputs, compiler.lowering.outputs).map {
      ExecutionPlan.Output(name: $0.name, shape: compiler.shape(of: $1))
    }
    let binder = PlanBinder(compiler)
    self.binder = binder
    forwardPass = try binder.forwardOperations()
    let schedule = compiler.schedules[0]
    backwardPass = try binder.operations(of: schedule)
    completions = schedule.operations.map { binder.completedRanges($0.1) }
    let statistics = compiler.training?.statistics ?? [:]
    norms = statistics.sorted { $0.key < $1.key }.map(\.value)
    byteCount = binder.byteCount + norms.reduce(0) { $0 + $1.byteCount }
    try requireAllParameters(graph)
  }

  private func requireAllParameters(_ graph: NetworkGraph) throws {
    let reached = Set(completions.joined().map(\.lowerBound))
    for entry in context.parameters.layout.entries where entry.parameter.role.isTrainable {
      guard reached.contains(entry.range.lowerBound) else {
        throw GraphError(
          layer: entry.parameter.name, expectation: "a part in some output", finding: "none")
      }
    }
  }

  /// Computes all outputs with the statistics of this batch, and moves the running ones.
  ///
  /// - Parameters:
  ///   - images: as many values as ``inputShape`` has, NHWC.
  ///   - pass: describes the pass; it also holds for the backward pass that follows.
  /// - Throws: ``GraphError`` where a batch norm has a single value per channel; what summing over
  ///   ranks throws; ``DNNError``.
  /// - Precondition: a number for every image.
  public func forward(_ images: Span<Float>, _ pass: TrainingPass) throws {
    precondition(
      images.count == inputShape.elementCount, "\(images.count) values for \(inputShape)")
    precondition(
      pass.samples.count == inputShape.batch,
      "\(pass.samples.count) numbers for \(inputShape.batch) images")
    context.pass = pass
    var input = binder.region(of: 0).mutableSpan
    for index in input.indices { input[index] = images[index] }
    for operation in forwardPass { try operation.run() }
  }

  /// Computes the gradients of all parameters.
  ///
  /// The outputs' gradients are used up.
  /// - Parameter didComplete: called with the place of a parameter's gradient in the flat array as
  ///   soon as it is complete, while the pass goes on, so that a reduction over ranks can begin. The
  ///   order is the same on all ranks.
  /// - Throws: what `didComplete` and summing over ranks throw; ``DNNError``.
  /// - Precondition: a forward pass has run, and the gradients of all outputs are set.
  public func backward(didComplete: (Range<Int>) throws -> Void = { _ in }) throws {
    for (operation, ranges) in zip(backwardPass, completions) {
      try operation.run()
      for range in ranges { try didComplete(range) }
    }
  }

  /// Takes part in a forward pass of other ranks without an image of its own: statistics of batch
  /// norms are summed, and the running ones move.
  /// - Throws: as ``forward(_:_:)``.
  /// - Precondition: statistics are summed over ranks.
  public func forwardWithoutImages(_ pass: TrainingPass) throws {
    precondition(pass.sumOverRanks != nil, "no statistics without images of other ranks")
    context.pass = pass
    for norm in norms { try norm.observe(nil) }
  }

  /// Takes part in a backward pass of other ranks without an image of its own: all gradients are 0.
  /// - Throws: as ``backward(didComplete:)``.
  public func backwardWithoutImages(didComplete: (Range<Int>) throws -> Void = { _ in }) throws {
    context.parameters.updateGradients { $0.update(repeating: 0) }
    for (operation, ranges) in zip(binder.compiler.schedules[0].operations, completions) {
      if case .batchNorm(let step, _, _, _) = operation.1 {
        try binder.compiler.training?.statistics[step]?.backward(nil, to: nil)
      }
      for range in ranges { try didComplete(range) }
    }
  }

  /// The prediction of a task, NHWC; valid until the next forward pass.
  @_lifetime(borrow self)
  public func output(_ index: Int) -> Span<Float> {
    let region = binder.region(of: binder.compiler.lowering.outputs[index])
    return unsafe _overrideLifetime(region.span, borrowing: self)
  }

  /// Lets `body` write the gradient of the loss with respect to the prediction of a task, NHWC.
  public func withOutputGradient<Result>(
    _ index: Int, _ body: (inout MutableSpan<Float>) throws -> Result
  ) rethrows -> Result {
    var span = binder.region(binder.compiler.outputGradients[index]).mutableSpan
    return try body(&span)
  }
}
