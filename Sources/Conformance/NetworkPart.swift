import DeepLearningPrimitives
import HDF5Store
import Networks
import Tasks
import TensorCore

/// Compares outputs, losses, gradients and directions of a network with those of a reference.
struct NetworkPart {
  private let file: ReferenceFile
  private let group: HDF5Group
  private let model: ReferenceModel
  private let spread: PrecisionSpread?
  private let prefix: String

  /// What this build computes for one sample; images and gradients NCHW as in the file.
  private struct Sample {
    var outputs: [[Float]] = []
    var losses: [LossSum] = []
    var gradients: [[Float]] = []
    var balanced: [Float] = []
    var total: [Float] = []
  }

  /// Names of the group's members that this part reads or that only describe it.
  static let members: Set<String> = [
    "image_u8", "input", "clip_min", "clip_max", "labels", "outputs", "outputs_f64", "loss",
    "loss_f64", "loss_pooled", "loss_pooled_f64", "grad", "grad_f64", "grad_sub3",
    "grad_f64_sub3", "direction", "direction_f64", "direction_sub3", "direction_f64_sub3",
    "direction_sign", "direction_f64_sign", "state_dict", "state_dict_order", "prototxt",
    "semseg_prior_factor", "fine_layout", "coarse_layout",
  ]

  /// Whether a group (the root or a member) holds such a part.
  static func isPresent(in group: HDF5Group) throws -> Bool {
    try ["outputs", "grad", "grad_sub3"].contains { try group.contains($0) }
  }

  init(_ file: ReferenceFile, _ group: HDF5Group, prefix: String, engine: Engine) throws {
    self.file = file
    self.group = group
    self.prefix = prefix
    model = try ReferenceModel(file, group, engine: engine)
    spread = try file.json(group, "f32_vs_f64")
  }

  /// Runs every sample and adds the comparisons to `report`.
  func check(_ report: inout ConformanceReport) throws {
    try requireReferences()
    try checkDescription(&report)
    let plan = try model.plan()
    var pooled = [LossSum](repeating: LossSum(), count: model.tasks.count)
    for index in 0..<model.shape.batch {
      let sample = try run(index, plan)
      for task in pooled.indices { pooled[task] += sample.losses[task] }
      try compare(index, sample, plan, &report)
    }
    for name in ["loss_pooled", "loss_pooled_f64"] where try group.contains(name) {
      let reference = try file.array(group, name, count: pooled.count)
      for (task, sum) in zip(model.tasks.indices, pooled) {
        report.add(
          "\(prefix)\(name) \(model.tasks[task])", .relative,
          Differences.relative(sum.value, reference[task]),
          bound: Tolerances.bound(Tolerances.loss, spread: spread?.loss(model.tasks[task])))
      }
    }
  }

  /// Makes sure of what every such part has for every task; the rest differs between files.
  private func requireReferences() throws {
    var wanted = [["outputs"], ["grad", "grad_sub3"]]
    for name in ["outputs_f64", "loss", "loss_f64"] {
      let isArray = try group.contains(name) && group.kind(of: name) == .dataset
      if try name == "loss" || group.contains(name), !isArray { wanted.append([name]) }
    }
    for folders in wanted {
      for task in model.tasks { try requireOne(of: folders, task) }
    }
    try requireOne(of: ["direction", "direction_sub3", "direction_sign"], "mtl")
  }

  private func requireOne(of folders: [String], _ name: String) throws {
    let isThere = try folders.contains { folder in
      try group.contains(folder) && group.group(folder).contains(name)
    }
    guard isThere else {
      throw file.fault(
        folders.map { "\(prefix)\($0)/\(name)" }.joined(separator: " or "), "a dataset", "none")
    }
  }

  /// Names and order of the parameters, and the number of the layout.
  private func checkDescription(_ report: inout ConformanceReport) throws {
    if let order = try file.text(group, "state_dict_order") {
      let expected = order.split(separator: "\n").map(String.init)
      let found = model.graph.parameters.map(\.name)
      let differing = zip(found, expected).count { $0 != $1 } + abs(found.count - expected.count)
      report.add("\(prefix)state_dict_order", .count, Double(differing), bound: 0)
    }
    guard let text = try file.text(group, "coarse_layout"),
      try group.attributes.contains("coarse_layout_index")
    else { return }
    let coarse = try TreeLayout(parsing: text)
    let number = try group.attributes.readConverting("coarse_layout_index", as: Int64.self)
    let all = try TreeLayout.enumerate(tasks: coarse.taskCount, blocks: coarse.blockCount)
    let isEqual = all.indices.contains(Int(number)) && all[Int(number)] == coarse
    report.add("\(prefix)coarse_layout_index", .count, isEqual ? 0 : 1, bound: 0)
  }

  private func run(_ index: Int, _ plan: ExecutionPlan) throws -> Sample {
    var sample = Sample()
    let targets = try model.targets(index, plan)
    let image = model.image(index)
    try plan.forward(image.span)
    for (task, output) in plan.outputs.enumerated() {
      sample.outputs.append(Tensor(output.shape, nhwc: plan.output(task)).nchwArray())
      sample.losses.append(targets[task].loss(of: plan.output(task)))
    }
    for task in plan.outputs.indices {
      setGradient(plan, task, targets[task], weight: 1)
      sample.gradients.append(gradient(plan, try plan.backward(.only(task))))
    }
    for task in plan.outputs.indices { setGradient(plan, task, targets[task], weight: 1) }
    sample.total = gradient(plan, try plan.backward(.all))
    for task in plan.outputs.indices {
      setGradient(plan, task, targets[task], weight: 1 / sample.losses[task].value)
    }
    sample.balanced = gradient(plan, try plan.backward(.all))
    return sample
  }

  private func setGradient(
    _ plan: ExecutionPlan, _ task: Int, _ target: PreparedTarget, weight: Double
  ) {
    plan.withOutputGradient(task) { span in
      _ = target.loss(of: plan.output(task), weight: weight, gradient: &span)
    }
  }

  private func gradient(_ plan: ExecutionPlan, _ values: Span<Float>) -> [Float] {
    Tensor(plan.inputShape, nhwc: values).nchwArray()
  }

  // MARK: Comparing

  private func compare(
    _ index: Int, _ sample: Sample, _ plan: ExecutionPlan, _ report: inout ConformanceReport
  ) throws {
    for (task, name) in model.tasks.enumerated() {
      for folder in ["outputs", "outputs_f64"] {
        let count = sample.outputs[task].count
        guard let reference = try reference("\(folder)/\(name)", index, count) else { continue }
        report.add(
          "\(prefix)\(folder)/\(name)[\(index)]", .relativeL2,
          Differences.relativeL2(sample.outputs[task], reference),
          bound: Tolerances.bound(Tolerances.output, spread: spread?.output(name)))
      }
      for folder in ["loss", "loss_f64"] {
        guard let expected = try loss(folder, name, task, index) else { continue }
        report.add(
          "\(prefix)\(folder)/\(name)[\(index)]", .relative,
          Differences.relative(sample.losses[task].value, expected),
          bound: Tolerances.bound(Tolerances.loss, spread: spread?.loss(name)))
      }
      for folder in ["grad", "grad_sub3", "grad_f64", "grad_f64_sub3"] {
        try compare(
          "\(folder)/\(name)", index, sample.gradients[task], plan, spread?.gradient(name),
          spread?.gradientSigns(name), &report)
      }
    }
    for (name, values) in [("total", sample.total), ("mtl", sample.balanced)] {
      for folder in ["direction", "direction_sub3", "direction_f64", "direction_f64_sub3"] {
        try compare(
          "\(folder)/\(name)", index, values, plan, spread?.direction(name),
          spread?.directionSigns(name), &report)
      }
      for folder in ["direction_sign", "direction_f64_sign"] {
        guard let reference = try reference("\(folder)/\(name)", index, values.count) else {
          continue
        }
        report.add(
          "\(prefix)\(folder)/\(name)[\(index)]", .signsDiffering,
          Differences.signsDiffering(values, reference),
          bound: Tolerances.bound(Tolerances.signs, spread: spread?.directionSigns(name)))
      }
    }
    try compareSignSum(index, sample, &report)
  }

  private func compareSignSum(
    _ index: Int, _ sample: Sample, _ report: inout ConformanceReport
  ) throws {
    var sums = [Float](repeating: 0, count: sample.total.count)
    for gradient in sample.gradients {
      for place in sums.indices { sums[place] += Float(Differences.sign(Double(gradient[place]))) }
    }
    for folder in ["direction", "direction_f64"] {
      guard let reference = try reference("\(folder)/signsum", index, sums.count) else { continue }
      report.add(
        "\(prefix)\(folder)/signsum[\(index)]", .valuesDiffering,
        Differences.valuesDiffering(sums, reference),
        bound: Tolerances.bound(
          Tolerances.signs * Double(model.tasks.count), spread: spread?.directionSigns("signsum")))
    }
  }

  private func compare(
    _ name: String, _ index: Int, _ values: [Float], _ plan: ExecutionPlan, _ relative: Double?,
    _ signs: Double?, _ report: inout ConformanceReport
  ) throws {
    let step = name.contains("_sub3/") ? 3 : 1
    let compared = step == 1 ? values : subsampled(values, plan.inputShape, step)
    guard let reference = try reference(name, index, compared.count) else { return }
    let subject = "\(prefix)\(name)[\(index)]"
    report.add(
      subject, .relativeL2, Differences.relativeL2(compared, reference),
      bound: Tolerances.bound(model.gradientTolerance, spread: relative))
    report.add(
      subject, .signsDiffering, Differences.signsDiffering(compared, reference),
      bound: Tolerances.bound(Tolerances.signs, spread: signs))
  }

  /// Every `step`-th row and column of an NCHW image.
  private func subsampled(_ values: [Float], _ shape: TensorShape, _ step: Int) -> [Float] {
    var result: [Float] = []
    for channel in 0..<shape.channels {
      for row in stride(from: 0, to: shape.height, by: step) {
        for column in stride(from: 0, to: shape.width, by: step) {
          result.append(values[(channel * shape.height + row) * shape.width + column])
        }
      }
    }
    return result
  }

  /// One sample of a dataset, of `size` values; nil when the file does not have it.
  private func reference(_ name: String, _ index: Int, _ size: Int) throws -> [Double]? {
    let parts = name.split(separator: "/").map(String.init)
    guard try group.contains(parts[0]), try group.group(parts[0]).contains(parts[1]) else {
      return nil
    }
    let dataset = try group.group(parts[0]).dataset(parts[1])
    let shape = try dataset.shape
    // Some files have the double-precision run of the first sample only.
    let isPartial = parts[0].contains("_f64")
    guard let count = shape.first, isPartial ? count > 0 : count == model.shape.batch,
      shape.dropFirst().reduce(1, *) == size
    else {
      throw file.fault(
        "\(prefix)\(name)", "\(model.shape.batch) samples of \(size) values", "extents \(shape)")
    }
    guard index < count else { return nil }
    let slab = Hyperslab(rows: index..<index + 1, of: shape)
    return try dataset.readConverting(slab, as: Double.self)
  }

  /// A loss: `loss/TASK` holds one for each sample, `loss` one for each task of a single sample.
  private func loss(_ folder: String, _ name: String, _ task: Int, _ index: Int) throws -> Double? {
    guard try group.contains(folder) else { return nil }
    if try group.kind(of: folder) == .dataset {
      return try file.array(group, folder, count: model.tasks.count)[task]
    }
    return try reference("\(folder)/\(name)", index, 1)?[0]
  }
}
