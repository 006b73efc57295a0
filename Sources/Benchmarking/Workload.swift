public import Networks
public import Tasks
public import TensorCore

/// What is timed: a model, the images that it sees, the number format.
public struct Workload: Hashable, Sendable {
  /// The backbone.
  public let model: BenchmarkModel
  /// Its numbers of channels.
  public let widths: [Int]
  /// Channels inside the heads' branches.
  public let headWidth: Int
  /// The tasks, as the layout numbers them.
  public let conventions: [TaskConvention]
  /// What the tasks share, for every block of the backbone.
  public let layout: TreeLayout
  /// Extents of the batch of images.
  public let inputShape: TensorShape
  /// Number format of the passes.
  public let precision: Precision
  /// Start of weights, images and labels.
  public let seed: UInt64

  /// Describes a workload.
  /// - Parameters:
  ///   - widths: as many as ``BenchmarkModel/publishedWidths``; nil for those.
  ///   - layout: a number of the published enumeration, or the text form over branching points or
  ///     blocks; nil for the layout in which all is shared.
  /// - Throws: ``WorkloadError``, or ``LayoutError`` of the layout's text.
  public init(
    model: BenchmarkModel = .resNet34DeepLab, widths: [Int]? = nil, headWidth: Int = 1024,
    suite: TaskSuite = .nyuv2, layout: String? = nil, height: Int = 321, width: Int = 321,
    batch: Int = 1, precision: Precision = .float32, seed: UInt64 = 0
  ) throws {
    for (part, value) in [("height", height), ("width", width), ("batch", batch)] {
      guard (1...8192).contains(value) else {
        throw WorkloadError(part: part, expectation: "1 to 8192", finding: "\(value)")
      }
    }
    guard precision.isAvailable else {
      throw WorkloadError(
        part: "precision", expectation: "one that this processor multiplies",
        finding: precision.rawValue)
    }
    self.model = model
    self.widths = widths ?? model.publishedWidths
    self.headWidth = headWidth
    conventions = try suite.conventions()
    self.layout = try model.layout(layout, taskCount: conventions.count)
    inputShape = TensorShape(batch: batch, height: height, width: width, channels: 3)
    self.precision = precision
    self.seed = seed
  }

  /// The model without its weights.
  /// - Throws: ``WorkloadError`` when the number of widths is not the backbone's.
  public func description() throws -> ModelDescription {
    ModelDescription(
      architecture: try model.architecture(widths: widths), headWidth: headWidth,
      tasks: conventions.map {
        ModelDescription.Task(name: $0.task.rawValue, outputChannels: $0.predictionChannels)
      },
      layout: layout)
  }
}
