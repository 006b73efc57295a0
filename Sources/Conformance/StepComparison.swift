import HDF5Store
import Networks
import TensorCore
import Training

/// Compares one step of training with what the reference stored of it.
struct StepComparison {
  let file: ReferenceFile
  /// The group of the step.
  let place: String
  let recorder: StepRecorder

  /// The comparisons with what is there: the file leaves out what other steps have too.
  func measure(
    _ step: StepReport, _ images: borrowing Tensor, tasks: [String],
    parameters: TrainableParameters
  ) throws -> [Measurement] {
    var report = ConformanceReport(path: file.path, kind: "a step")
    let group = try file.root.group(place)
    try compareLosses(step, tasks, group, &report)
    if try group.contains("grad") {
      try compareGradients(group.group("grad"), parameters.layout, &report)
    }
    if try group.contains("state") {
      try compareState(group.group("state"), parameters, &report)
    }
    let iterationPlace = String(place[..<(place.lastIndex(of: "/") ?? place.endIndex)])
    let iteration = try file.root.group(iterationPlace)
    if step.kind == .adversarial {
      let span = images.span
      report.add(
        "\(iterationPlace)/adv_input", .valuesDiffering,
        Differences.valuesApart(
          span.indices.map { span[$0] },
          try file.nhwc(iteration, "adv_input", of: images.shape)),
        bound: Tolerances.adversarialPixels)
    }
    return report.measurements
  }

  private func compareLosses(
    _ step: StepReport, _ tasks: [String], _ group: HDF5Group, _ report: inout ConformanceReport
  ) throws {
    let found = step.losses + [step.objective]
    let single = try file.array(group, "loss").values
    for name in ["loss", "loss_f64"] where try group.contains(name) {
      let expected = try file.array(group, name).values
      guard expected.count == found.count else {
        throw file.fault("\(place)/\(name)", "\(found.count) losses", "\(expected.count)")
      }
      for (index, task) in (tasks + ["total"]).enumerated() {
        // The bound is the reference's own distance from double precision, to two digits: where it
        // is a little more before rounding, that is what counts.
        let own = index < single.count ? Differences.relative(single[index], expected[index]) : 0
        report.add(
          "\(place)/\(name) \(task)", .relative,
          Differences.relative(found[index], expected[index]),
          bound: max(Tolerances.trainingLoss, own))
      }
    }
  }

  private func compareGradients(
    _ group: HDF5Group, _ layout: ParameterLayout, _ report: inout ConformanceReport
  ) throws {
    var (values, reference): ([Float], [Double]) = ([], [])
    for entry in layout.entries where entry.parameter.role.isTrainable {
      values += recorder.gradients[entry.range]
      reference += try array(group, entry.parameter)
    }
    report.add(
      "\(place)/grad", .relativeL2, Differences.relativeL2(values, reference),
      bound: Tolerances.parameterGradient)
  }

  private func compareState(
    _ group: HDF5Group, _ parameters: TrainableParameters, _ report: inout ConformanceReport
  ) throws {
    var (values, reference): ([Float], [Double]) = ([], [])
    var (statistics, expected): ([Float], [Double]) = ([], [])
    var countsDiffering = 0
    for entry in parameters.layout.entries {
      let parameter = entry.parameter
      var floats = [Float](repeating: 0, count: parameter.elementCount)
      var span = floats.mutableSpan
      parameters.readFloats(name: parameter.name, into: &span)
      let stored = try array(group, parameter)
      switch parameter.role {
      case .batchCount: countsDiffering += Double(floats[0]) == stored[0] ? 0 : 1
      case .runningMean, .runningVariance:
        statistics += floats
        expected += stored
      case .weight, .bias, .scale, .shift:
        values += floats
        reference += stored
      }
    }
    let apart = zip(values, reference).count { !(abs(Double($0) - $1) <= 1e-6) }
    report.add(
      "\(place)/state parameters", .largest, Differences.largest(values, reference),
      bound: Tolerances.parameter)
    report.add(
      "\(place)/state parameters", .valuesDiffering, Double(apart) / Double(max(values.count, 1)),
      bound: Tolerances.parametersApart)
    report.add(
      "\(place)/state running statistics", .relativeL2,
      Differences.relativeL2(statistics, expected), bound: Tolerances.runningStatistics)
    report.add("\(place)/state num_batches_tracked", .count, Double(countsDiffering), bound: 0)
  }

  private func array(
    _ group: HDF5Group, _ parameter: NetworkGraph.Parameter
  ) throws -> [Double] {
    let (values, shape) = try file.array(group, parameter.name)
    guard shape == parameter.shape else {
      throw file.fault(
        "\(group.name)/\(parameter.name)", "shape \(parameter.shape)", "shape \(shape)")
    }
    return values
  }
}

extension Tolerances {
  /// Relative error of a training step's losses. These are the reference's own distances between
  /// single and double precision after two iterations.
  static let trainingLoss = 2.3e-5
  /// Relative L2 error of all parameters' gradients.
  static let parameterGradient = 2.5e-3
  /// Largest difference of a parameter.
  static let parameter = 4.3e-4
  /// Share of parameters that differ by more than 1e-6.
  static let parametersApart = 0.19
  /// Relative L2 error of all running statistics.
  static let runningStatistics = 4.9e-7
  /// Share of adversarial values that may differ: the reference's batches are all equal.
  static let adversarialPixels = 1e-3
}
