/// A multi-task model without its weights: backbone, heads, tasks, and what the tasks share.
public struct ModelDescription: Hashable, Sendable {
  /// The kind of a backbone with its widths.
  public enum Architecture: Hashable, Sendable {
    /// A ResNet-34 with dilations, 17 blocks.
    case resNet34DeepLab(ResNet34DeepLab)
    /// A MobileNetV2, 32 blocks.
    case mobileNetV2(MobileNetV2)
    /// Blocks that a layer description gives.
    case blocks(Backbone)

    /// The blocks.
    /// - Throws: ``ModelError`` for impossible widths.
    public func backbone() throws -> Backbone {
      switch self {
      case .resNet34DeepLab(let network): try network.backbone()
      case .mobileNetV2(let network): try network.backbone()
      case .blocks(let backbone): backbone
      }
    }
  }

  /// A task with the channels of its prediction.
  public struct Task: Hashable, Sendable {
    /// Name of the task; part of its parameters' names.
    public var name: String
    /// Channels of its prediction: the number of classes for segmentation.
    public var outputChannels: Int

    /// Creates a task.
    public init(name: String, outputChannels: Int) {
      self.name = name
      self.outputChannels = outputChannels
    }
  }

  /// The backbone.
  public var architecture: Architecture
  /// Channels inside the heads' branches.
  public var headWidth: Int
  /// The tasks, as the layout numbers them.
  public var tasks: [Task]
  /// What the tasks share, for every block of the backbone.
  public var layout: TreeLayout

  /// Creates a description; 1024 is the heads' published width.
  public init(
    architecture: Architecture, headWidth: Int = 1024, tasks: [Task], layout: TreeLayout
  ) {
    self.architecture = architecture
    self.headWidth = headWidth
    self.tasks = tasks
    self.layout = layout
  }

  /// The network.
  /// - Throws: ``ModelError`` when widths are impossible or layout, backbone and tasks do not fit
  ///   each other.
  public func graph() throws -> NetworkGraph {
    try NetworkGraph(
      backbone: architecture.backbone(), layout: layout,
      heads: tasks.map {
        TaskHead(
          task: $0.name, head: ASPPHead(width: headWidth, outputChannels: $0.outputChannels))
      })
  }
}
