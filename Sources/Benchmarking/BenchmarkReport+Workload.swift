internal import Networks
internal import Tasks
internal import TensorCore

extension BenchmarkReport.WorkloadSummary {
  /// Puts a workload in plain values.
  init(_ workload: Workload, parameterCount: Int) {
    self.init(
      model: workload.model.rawValue, widths: workload.widths, headWidth: workload.headWidth,
      tasks: workload.conventions.map(\.task.rawValue),
      outputChannels: workload.conventions.map(\.predictionChannels),
      layout: workload.layout.description, height: workload.inputShape.height,
      width: workload.inputShape.width, batch: workload.inputShape.batch,
      precision: workload.precision, seed: workload.seed, parameterCount: parameterCount)
  }
}
