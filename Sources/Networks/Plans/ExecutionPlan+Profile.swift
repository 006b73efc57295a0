extension ExecutionPlan {
  /// Which operations of a pass run and are timed.
  public enum ProfiledOperations: Hashable, Sendable {
    /// All of them: the pass computes what it always does.
    case all
    /// The convolutions alone, one after another, on whatever lies in their buffers: the least
    /// that the pass could take with these implementations. The results mean nothing, and the next
    /// complete forward pass makes the plan's memory good again.
    case convolutions
  }

  /// Runs a forward pass and times every operation.
  /// - Parameters:
  ///   - images: as for ``forward(_:)``.
  ///   - operations: what to run.
  /// - Returns: one timing for each operation, in order; the copy of the images is not in it.
  /// - Throws: ``DNNError``.
  /// - Complexity: that of the pass and two readings of the clock for each operation.
  public func profileForward(
    _ images: Span<Float>, _ operations: ProfiledOperations = .all
  ) throws -> [OperationTiming] {
    var profile = Profile(operations)
    try forward(images) { try profile.run($0) }
    return profile.timings
  }

  /// Runs a backward pass and times every operation.
  /// - Parameters:
  ///   - selection: as for ``backward(_:)``.
  ///   - operations: what to run.
  ///   - body: receives the gradient with respect to the images and one timing for each operation,
  ///     in order.
  /// - Throws: ``DNNError``, and what `body` throws.
  /// - Precondition: as for ``backward(_:)``.
  /// - Complexity: that of the pass and two readings of the clock for each operation.
  public func profileBackward<Result>(
    _ selection: GradientSelection, _ operations: ProfiledOperations = .all,
    _ body: (_ gradient: Span<Float>, _ timings: [OperationTiming]) throws -> Result
  ) throws -> Result {
    var profile = Profile(operations)
    let gradient = try backward(selection) { try profile.run($0) }
    return try body(gradient, profile.timings)
  }
}

/// The timings of the operations that have run.
private struct Profile {
  private(set) var timings: [OperationTiming] = []
  private let operations: ExecutionPlan.ProfiledOperations
  private let clock = ContinuousClock()

  init(_ operations: ExecutionPlan.ProfiledOperations) { self.operations = operations }

  mutating func run(_ operation: PlanOperation) throws {
    guard operations == .all || operation.kind.isConvolution else { return }
    let start = clock.now
    try operation.run()
    let duration = clock.now - start
    timings.append(
      OperationTiming(name: operation.name, kind: operation.kind, duration: duration))
  }
}
