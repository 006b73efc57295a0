public import Tasks

/// The model that a job attacks or trains.
public struct ModelSelection: Hashable, Sendable {
  /// The part that tasks can share.
  public var backbone: BackboneSelection
  /// Channels inside the heads' branches. Without a number that of the checkpoint is taken; with a
  /// seed for weights, the published 1024.
  public var headWidth: Int?
  /// The tasks, in canonical order, with what their labels and predictions mean.
  public var conventions: [TaskConvention]
  /// What the tasks share.
  public var layout: LayoutSelection
  /// Where the weights come from.
  public var weights: WeightSelection

  /// Creates a selection.
  /// - Precondition: at least one task; the tasks are in canonical order and differ.
  public init(
    backbone: BackboneSelection, headWidth: Int? = nil, conventions: [TaskConvention],
    layout: LayoutSelection, weights: WeightSelection
  ) {
    precondition(!conventions.isEmpty, "a model without tasks")
    precondition(
      zip(conventions, conventions.dropFirst()).allSatisfy { $0.task < $1.task },
      "tasks \(conventions.map(\.task.rawValue))")
    self.backbone = backbone
    self.headWidth = headWidth
    self.conventions = conventions
    self.layout = layout
    self.weights = weights
  }

  /// The tasks, as the layout numbers them.
  public var tasks: [DenseTask] { conventions.map(\.task) }

  /// Path of the layer description, if the backbone is one.
  public var prototxtPath: String? {
    if case .prototxt(let path, _) = backbone { path } else { nil }
  }
}
