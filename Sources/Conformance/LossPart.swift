import HDF5Store
import Tasks
import TensorCore

/// Compares losses and their gradients with respect to predictions, corner cases included.
struct LossPart {
  private let file: ReferenceFile
  private let group: HDF5Group

  init(_ file: ReferenceFile) throws {
    self.file = file
    group = try file.root.group("losses")
  }

  /// Adds the comparisons of every case to `report`.
  func check(_ report: inout ConformanceReport) throws {
    for name in try group.memberNames() where try group.kind(of: name) == .group {
      try check(name, try group.group(name), &report)
    }
  }

  private func check(
    _ name: String, _ member: HDF5Group, _ report: inout ConformanceReport
  ) throws {
    let convention = try convention(name)
    let prediction = try file.nhwc(member, "pred")
    let label = try file.nhwc(member, "label")
    guard prediction.shape.channels == convention.predictionChannels,
      prediction.shape.batch == label.shape.batch
    else {
      throw file.fault(
        "losses/\(name)/pred",
        "\(label.shape.batch) predictions of \(convention.predictionChannels) channels",
        "\(prediction.shape) (NHWC)")
    }
    let mask = try member.contains("mask") ? try file.nhwc(member, "mask").firstChannel : nil
    let labels = try TaskLabel(
      convention, shape: label.shape, values: label.values, mask: mask)
    let shape = prediction.shape
    let targets = try (0..<shape.batch).map {
      try labels.prepared(image: $0, height: shape.height, width: shape.width)
    }
    try checkSamples(name, member, prediction, targets, &report)
    try checkPooled(name, member, prediction, targets, &report)
  }

  private func checkSamples(
    _ name: String, _ member: HDF5Group, _ prediction: ImageValues, _ targets: [PreparedTarget],
    _ report: inout ConformanceReport
  ) throws {
    guard try member.contains("loss_none") else {
      report.notCovered.append("losses/\(name) per sample: the reference raises an error")
      return
    }
    let expected = try file.array(member, "loss_none", count: targets.count)
    let (losses, gradient) = evaluate(prediction, targets) { _ in nil }
    let size = prediction.shape.imageElementCount
    let reference = try file.array(member, "grad_none", count: targets.count * size)
    for (sample, loss) in losses.enumerated() {
      let subject = "losses/\(name)[\(sample)]"
      if loss.isEmpty {
        // 0/0 in the reference; here a loss of 0 that says that it is empty.
        report.add(
          "\(subject) without valid pixels", .count, expected[sample].isNaN ? 0 : 1, bound: 0)
        continue
      }
      report.add(
        subject, .relative, Differences.relative(loss.value, expected[sample]),
        bound: Tolerances.loss)
      let range = sample * size..<(sample + 1) * size
      report.add(
        "\(subject) gradient", .relativeL2,
        Differences.relativeL2(Array(gradient[range]), Array(reference[range])),
        bound: Tolerances.loss)
    }
  }

  private func checkPooled(
    _ name: String, _ member: HDF5Group, _ prediction: ImageValues, _ targets: [PreparedTarget],
    _ report: inout ConformanceReport
  ) throws {
    let total = targets.reduce(0) { $0 + $1.denominator }
    let (losses, gradient) = evaluate(prediction, targets) { _ in total }
    let pooled = losses.reduce(LossSum(), +)
    report.add(
      "losses/\(name) pooled", .relative,
      Differences.relative(pooled.value, try file.array(member, "loss_mean", count: 1)[0]),
      bound: Tolerances.loss)
    let reference = try file.array(member, "grad_mean", count: gradient.count)
    report.add(
      "losses/\(name) pooled gradient", .relativeL2,
      Differences.relativeL2(gradient, reference), bound: Tolerances.loss)
  }

  /// Losses and gradients (NCHW) of all samples.
  private func evaluate(
    _ prediction: ImageValues, _ targets: [PreparedTarget],
    _ denominator: (PreparedTarget) -> Double?
  ) -> (losses: [LossSum], gradient: [Float]) {
    let values = Tensor(prediction.shape, nhwc: prediction.values.span)
    var gradient = Tensor(prediction.shape)
    var losses: [LossSum] = []
    for (sample, target) in targets.enumerated() {
      var span = gradient.mutableImage(sample)
      losses.append(
        target.loss(
          of: values.image(sample), pooledDenominator: denominator(target), gradient: &span))
    }
    return (losses, gradient.nchwArray())
  }

  /// The convention that a case's name states, such as `taskonomy_segment_semantic_with_255`.
  private func convention(_ name: String) throws -> TaskConvention {
    let isTaskonomy = name.hasPrefix("taskonomy_")
    let known: [TaskConvention]
    if isTaskonomy {
      let weights = try file.floats(group, "semseg_prior_factor").values
      known = try TaskConvention.taskonomy(classWeights: weights)
    } else {
      known = TaskConvention.nyuv2()
    }
    guard isTaskonomy || name.hasPrefix("nyuv2_"),
      let convention = known.first(where: { name.contains("_\($0.task.rawValue)") })
    else { throw file.fault("losses/\(name)", "a name such as nyuv2_TASK", name) }
    return convention
  }
}
