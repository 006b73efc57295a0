public import TensorCore

/// A network compiled for a batch of images of one size: explicit operations on planned buffers.
///
/// A forward pass computes the chosen outputs; in attack mode any number of backward passes over
/// it carry gradients of the outputs to the image. Parameters' gradients are never computed.
/// Running allocates nothing, but for the first backward pass of a kind. The bytes of all results are the same for every number of threads.
///
/// A plan is used from one thread at a time; its work runs on the OpenMP team.
public final class ExecutionPlan {
  /// A result of the network.
  public struct Output: Hashable, Sendable {
    /// Name of the task.
    public let name: String
    /// Extents of the prediction, NHWC.
    public let shape: TensorShape
  }

  /// Extents of the batch of images, NHWC.
  public let inputShape: TensorShape
  /// The results, in the order of the graph's outputs.
  public let outputs: [Output]
  /// Bytes of activations, gradients and working memory; the weights are not counted.
  public let byteCount: Int

  private let binder: PlanBinder
  private let forwardPass: [PlanOperation]
  /// The backward passes that were asked for, by the number of their schedule.
  private var backwardPasses: [Int: [PlanOperation]] = [:]

  /// Compiles the part of a network that the chosen tasks need.
  /// - Throws: ``GraphError`` when the images are too small or a task is unknown;
  ///   ``ParameterError`` when a parameter is missing or has another shape; what reading
  ///   parameters throws; ``DNNError``.
  /// - Complexity: reads every parameter that no earlier plan of the same weights has asked for.
  public convenience init(
    _ graph: NetworkGraph, weights: NetworkWeights, inputShape: TensorShape, options: PlanOptions
  ) throws {
    try self.init(
      PlanDraft(graph, weights: weights, inputShape: inputShape, options: options))
  }

  /// Takes memory for a compiled network, and the weights that it reads.
  /// - Throws: ``ParameterError`` when a parameter is missing or has another shape; what reading
  ///   parameters throws; ``DNNError``.
  /// - Complexity: reads every parameter that is not arranged yet.
  public init(_ draft: PlanDraft) throws {
    inputShape = draft.inputShape
    outputs = draft.outputs
    binder = PlanBinder(draft.compiler)
    byteCount = binder.byteCount
    forwardPass = try binder.forwardOperations()
  }

  /// Computes all outputs.
  /// - Parameter images: as many values as ``inputShape`` has, NHWC.
  /// - Throws: ``DNNError``.
  public func forward(_ images: Span<Float>) throws {
    try forward(images) { operation in try operation.run() }
  }

  /// Carries gradients of the outputs to the image.
  ///
  /// The outputs' gradients are used up: set them again before another pass that reads them.
  /// - Returns: the gradient with respect to the images, NHWC; valid until the next pass.
  /// - Throws: ``DNNError``.
  /// - Precondition: the plan was made for gradients and a forward pass has run.
  @_lifetime(borrow self)
  public func backward(_ selection: GradientSelection) throws -> Span<Float> {
    try backward(selection) { operation in try operation.run() }
  }

  /// The prediction of a task, NHWC; valid until the next forward pass.
  @_lifetime(borrow self)
  public func output(_ index: Int) -> Span<Float> {
    let region = binder.region(of: binder.compiler.lowering.outputs[index])
    return unsafe _overrideLifetime(region.span(from: 0, count: region.count), borrowing: self)
  }

  /// Lets `body` write the gradient of some scalar with respect to the prediction of a task, NHWC.
  ///
  /// With weights per image and task already multiplied in, one pass over all tasks is enough.
  public func withOutputGradient<Result>(
    _ index: Int, _ body: (inout MutableSpan<Float>) throws -> Result
  ) rethrows -> Result {
    precondition(index < binder.compiler.outputGradients.count, "a plan without gradients")
    let region = binder.region(binder.compiler.outputGradients[index])
    var span = region.mutableSpan(from: 0, count: region.count)
    return try body(&span)
  }

  func forward(_ images: Span<Float>, _ perform: (PlanOperation) throws -> Void) throws {
    precondition(
      images.count == inputShape.elementCount, "\(images.count) values for \(inputShape)")
    let region = binder.region(of: 0)
    var input = region.mutableSpan(from: 0, count: region.count)
    for index in input.indices { input[index] = images[index] }
    for operation in forwardPass { try perform(operation) }
  }

  @_lifetime(borrow self)
  func backward(
    _ selection: GradientSelection, _ perform: (PlanOperation) throws -> Void
  ) throws -> Span<Float> {
    let index: Int
    switch selection {
    case .all: index = 0
    case .only(let output):
      precondition(outputs.indices.contains(output), "output \(output) of \(outputs.count)")
      index = outputs.count == 1 ? 0 : output + 1
    }
    precondition(index < binder.compiler.schedules.count, "a plan without gradients")
    for operation in try backwardPass(index) { try perform(operation) }
    guard let gradient = binder.compiler.schedules[index].gradient(of: 0) else {
      preconditionFailure("the outputs do not depend on the image")
    }
    let region = binder.region(gradient)
    return unsafe _overrideLifetime(region.span(from: 0, count: region.count), borrowing: self)
  }

  /// Binds a backward pass when it is asked for the first time: most attacks use one of them.
  private func backwardPass(_ index: Int) throws -> [PlanOperation] {
    if let known = backwardPasses[index] { return known }
    let operations = try binder.operations(of: binder.compiler.schedules[index])
    backwardPasses[index] = operations
    return operations
  }
}
