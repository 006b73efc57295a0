/// What a plan is for.
public struct PlanOptions: Hashable, Sendable {
  /// Whether gradients with respect to the image can be computed after a forward pass.
  ///
  /// Without them a plan keeps no activations and needs far less memory.
  public var computesInputGradient: Bool
  /// Whether batch norms, sums and activations become part of the convolutions before them.
  ///
  /// Off, every layer is computed on its own: slower, and the reference for tests.
  public var isFused: Bool
  /// Number format of the products.
  public var precision: Precision
  /// The tasks to compute, by name; nil for all. Branches that no task needs are left out.
  public var tasks: [String]?

  /// Creates options.
  public init(
    computesInputGradient: Bool, isFused: Bool = true, precision: Precision = .float32,
    tasks: [String]? = nil
  ) {
    self.computesInputGradient = computesInputGradient
    self.isFused = isFused
    self.precision = precision
    self.tasks = tasks
  }

  /// Forward passes only.
  public static let evaluation = PlanOptions(computesInputGradient: false)
  /// Forward passes and gradients with respect to the image.
  public static let attack = PlanOptions(computesInputGradient: true)
}

/// Which outputs' gradients a backward pass carries to the image.
public enum GradientSelection: Hashable, Sendable {
  /// Those of all outputs, summed: one pass for any weights given per image and task.
  case all
  /// That of one output, by its position in the plan: only the layers that it depends on run.
  case only(Int)
}
