import DeepLearningPrimitives
import HDF5Store
import Networks
import Tasks
import TensorCore

/// The network of a reference file (or of one of its groups), with its images and labels.
struct ReferenceModel {
  let tasks: [String]
  let conventions: [TaskConvention]
  /// Whose metrics the published code reports for the file's data.
  let benchmark: LabelDialect
  let graph: NetworkGraph
  let weights: NetworkWeights
  /// Extents of all samples, NHWC.
  let shape: TensorShape
  /// Bound of the gradients' relative L2 error.
  let gradientTolerance: Double
  private let images: ImageValues
  private let labels: [TaskLabel]

  /// Reads what `group` says about the network, and the root where the group is silent.
  /// - Throws: ``ConformanceError``, ``HDF5Error``, ``ModelError``, ``LayoutError``,
  ///   ``PrototxtError``, ``TaskLabelError``.
  init(_ file: ReferenceFile, _ group: HDF5Group, engine: Engine) throws {
    guard let tasks: [String] = try file.json(file.root, "tasks") else {
      throw file.fault("tasks", "a JSON list of task names", "nothing")
    }
    guard let text = try file.text(group, "fine_layout") else {
      throw file.fault("\(group.name) fine_layout", "a layout", "nothing")
    }
    self.tasks = tasks
    benchmark = try file.root.contains("semseg_prior_factor") ? .taskonomy : .nyuv2
    conventions = try Self.conventions(file, tasks)
    let layout = try TreeLayout(parsing: text)
    if try file.root.contains("state_dict") {
      let stored = try StoredParameters(file.root.group("state_dict"))
      let backbone = try file.text(file.root, "prototxt").map {
        try Backbone(prototxt: $0, file: "\(file.path): prototxt")
      }
      graph = try ModelDescription(
        inferredFrom: stored.shapes, tasks: tasks, layout: layout, backbone: backbone
      ).graph()
      weights = NetworkWeights(stored, engine: engine)
      gradientTolerance = Tolerances.narrowGradient
    } else {
      graph = try Self.formulaGraph(file, tasks, layout)
      let gains: [String: Double]? = try file.json(file.root, "gains")
      weights = NetworkWeights(
        try FormulaWeights(for: graph, gains: try gains.map { try .init($0) } ?? .reference),
        engine: engine)
      gradientTolerance = Tolerances.fullGradient
    }
    images = try file.nhwc(file.root, "input")
    shape = images.shape
    guard shape.channels == 3 else {
      throw file.fault("input", "N x 3 x H x W values", "\(shape.channels) channels")
    }
    let labelGroup = try file.root.group("labels")
    let count = images.shape.batch
    labels = try zip(tasks, conventions).map {
      try Self.label(file, labelGroup, $0, $1, samples: count)
    }
    for (output, convention) in zip(graph.outputs, conventions) {
      let channels = graph.channels(of: output.node)
      guard channels == convention.predictionChannels else {
        throw file.fault(
          "\(convention.task.rawValue): channels of the prediction",
          "\(convention.predictionChannels)", "\(channels)")
      }
    }
  }

  /// A plan for one sample at a time, as the reference ran them.
  func plan() throws -> ExecutionPlan {
    var single = shape
    single.batch = 1
    return try ExecutionPlan(graph, weights: weights, inputShape: single, options: .attack)
  }

  /// A sample's image, NHWC.
  func image(_ sample: Int) -> [Float] {
    let count = images.shape.imageElementCount
    return Array(images.values[sample * count..<(sample + 1) * count])
  }

  /// What the losses of a sample need, at the predictions' resolution.
  func targets(_ sample: Int, _ plan: ExecutionPlan) throws -> [PreparedTarget] {
    try plan.outputs.enumerated().map { task, output in
      try target(sample, task, height: output.shape.height, width: output.shape.width)
    }
  }

  /// What the loss of a sample's task needs, at a resolution.
  func target(_ sample: Int, _ task: Int, height: Int, width: Int) throws -> PreparedTarget {
    try labels[task].prepared(image: sample, height: height, width: width)
  }

  /// What the metrics of a sample need, at the labels' resolution.
  func metricTargets(_ sample: Int) throws -> [MetricTarget] {
    try labels.map { try $0.metricTarget(image: sample) }
  }

  private static func formulaGraph(
    _ file: ReferenceFile, _ tasks: [String], _ layout: TreeLayout
  ) throws -> NetworkGraph {
    guard let classes: [Int] = try file.json(file.root, "classes"), classes.count == tasks.count
    else {
      throw file.fault("classes", "a JSON list with a number for each task", "something else")
    }
    let widths: [Int]? = try file.json(file.root, "stage_widths")
    let description = ModelDescription(
      architecture: .resNet34DeepLab(ResNet34DeepLab(stageWidths: widths ?? [64, 128, 256, 512])),
      tasks: zip(tasks, classes).map { .init(name: $0, outputChannels: $1) }, layout: layout)
    return try description.graph()
  }

  /// NYUv2's conventions, or Taskonomy's where the file has its class weights.
  static func conventions(
    _ file: ReferenceFile, _ tasks: [String]
  ) throws -> [TaskConvention] {
    let known: [TaskConvention]
    if try file.root.contains("semseg_prior_factor") {
      let weights = try file.floats(file.root, "semseg_prior_factor").values
      known = try TaskConvention.taskonomy(classWeights: weights)
    } else {
      known = TaskConvention.nyuv2()
    }
    return try tasks.map { name in
      guard let convention = known.first(where: { $0.task.rawValue == name }) else {
        throw file.fault(
          "tasks", "names among \(known.map(\.task.rawValue).joined(separator: ", "))", name)
      }
      return convention
    }
  }

  static func label(
    _ file: ReferenceFile, _ group: HDF5Group, _ task: String, _ convention: TaskConvention,
    samples: Int
  ) throws -> TaskLabel {
    let label = try file.nhwc(group, task)
    guard label.shape.batch == samples else {
      throw file.fault("\(group.name)/\(task)", "\(samples) samples", "\(label.shape.batch)")
    }
    let maskName = "\(task)_mask"
    let mask = try group.contains(maskName) ? try file.nhwc(group, maskName) : nil
    return try TaskLabel(
      convention, shape: label.shape, values: label.values, mask: mask?.firstChannel)
  }
}

/// Values of an image-like dataset, NHWC.
struct ImageValues {
  let shape: TensorShape
  let values: [Float]

  /// The first channel of every pixel: masks repeat themselves in the others.
  var firstChannel: [Float] {
    stride(from: 0, to: values.count, by: shape.channels).map { values[$0] }
  }
}

extension ReferenceFile {
  /// Reads an N x C x H x W dataset.
  func nhwc(_ group: HDF5Group, _ name: String) throws -> ImageValues {
    let (values, extents) = try floats(group, name)
    guard extents.count == 4 else {
      throw fault("\(group.name)/\(name)", "N x C x H x W values", "shape \(extents)")
    }
    let shape = TensorShape(
      batch: extents[0], height: extents[2], width: extents[3], channels: extents[1])
    let tensor = Tensor(shape, nchw: values.span)
    let span = tensor.span
    return ImageValues(shape: shape, values: span.indices.map { span[$0] })
  }

  /// The values of an N x C x H x W dataset of a shape, NHWC.
  func nhwc(_ group: HDF5Group, _ name: String, of shape: TensorShape) throws -> [Float] {
    let stored = try nhwc(group, name)
    guard stored.shape == shape else {
      throw fault("\(group.name)/\(name)", "extents \(shape) (NHWC)", "\(stored.shape)")
    }
    return stored.values
  }
}
