public import Checkpoints
internal import Networks

// A checkpoint is a safetensors file of the parameters under their PyTorch names, so that whatever
// loads a model loads it too, with the trainer's own tensors beside them.
extension Trainer {
  /// Writes parameters, running statistics, optimizer, learned weights and counts.
  ///
  /// The file is whole or not there: it is written under another name, brought to the disk, and
  /// renamed. Equal states give equal bytes.
  /// - Parameter memory: what ``collectMemory()`` brought together; may be left out on one rank
  ///   alone.
  /// - Throws: `CheckpointError`; what ``collectMemory()`` throws.
  public func writeCheckpoint(
    to path: String, at position: TrainingPosition, _ memory: OptimizerMemory? = nil
  ) throws {
    guard let memory = try memory ?? collectMemory() else {
      preconditionFailure("a checkpoint of a rank that has not all parts")
    }
    var parts = modelParts
    for slot in optimizer.slotNames {
      for entry in parameters.layout.entries where entry.parameter.role.isTrainable {
        let range = entry.range
        parts.add(
          Self.name(slot, of: entry.parameter.name), shape: entry.parameter.shape
        ) { memory.values(slot, range) }
      }
    }
    let (variances, learner) = (balance.logVariances, balance.optimizer)
    for (index, name) in balanceNames.enumerated() {
      parts.add(name, shape: [variances.count]) {
        index == 0
          ? variances : learner.values(learner.slotNames[index - 1], 0..<learner.count)
      }
    }
    try parts.write(to: path, record: TrainingRecord(self, at: position).text())
  }

  /// Writes the model alone: parameters and running statistics.
  /// - Throws: `CheckpointError`; ``TrainingError`` when a value is not finite.
  public func writeModel(to path: String) throws {
    try requireFiniteValues()
    try modelParts.write(to: path, record: nil)
  }

  /// Parameters and running statistics; wide numbers first, so that all are aligned.
  private var modelParts: TensorParts {
    let parameters = parameters
    let entries = parameters.layout.entries
    var parts = TensorParts()
    for entry in entries where entry.parameter.role == .batchCount {
      parts.add(
        entry.parameter.name,
        count: Int64(parameters.statisticSpan[entry.range.lowerBound]))
    }
    for entry in entries where entry.parameter.role != .batchCount {
      parts.add(entry.parameter.name, shape: entry.parameter.shape) {
        parameters.values(of: entry)
      }
    }
    return parts
  }

  func requireFiniteValues() throws(TrainingError) {
    for entry in parameters.layout.entries {
      guard let value = parameters.values(of: entry).first(where: { !$0.isFinite }) else {
        continue
      }
      throw TrainingError(
        "iteration \(iteration), \(entry.parameter.name)", expected: "finite numbers",
        found: "\(value)")
    }
  }

  /// Continues a run: optimizer, learned weights and counts as they were when the checkpoint was
  /// written. The parameters come from it when the trainer is created.
  /// - Returns: where the run was in its data.
  /// - Throws: ``TrainingError`` when the checkpoint is not of a run, or of one with another seed;
  ///   `CheckpointError` when a tensor is missing, as with another optimizer, or damaged.
  public func resume(from checkpoint: Checkpoint) throws -> TrainingPosition {
    let record = try TrainingRecord(
      text: checkpoint.metadata[TrainingRecord.key], file: checkpoint.file)
    guard record.seed == settings.seed else {
      throw TrainingError(
        "\(checkpoint.file): seed", expected: "\(settings.seed)", found: "\(record.seed)")
    }
    for slot in optimizer.slotNames {
      for entry in parameters.layout.entries where entry.parameter.role.isTrainable {
        let stored = try checkpoint.require(
          Self.name(slot, of: entry.parameter.name), shape: entry.parameter.shape)
        // What other ranks update is theirs to remember.
        guard optimizer.moves(entry.range) else { continue }
        var values = [Float](repeating: 0, count: entry.range.count)
        var span = values.mutableSpan
        try checkpoint.read(stored, into: &span)
        optimizer.restore(slot, values, from: entry.range.lowerBound)
      }
    }
    var variances = [Float](repeating: 0, count: balance.logVariances.count)
    for (index, name) in balanceNames.enumerated() {
      let stored = try checkpoint.require(name, shape: [variances.count])
      if index == 0 {
        var span = variances.mutableSpan
        try checkpoint.read(stored, into: &span)
      } else {
        try balance.optimizer.withSlot(balance.optimizer.slotNames[index - 1]) { span in
          try checkpoint.read(stored, into: &span)
        }
      }
    }
    balance.restore(logVariances: variances)
    optimizer.restore(stepCount: record.optimizerSteps)
    balance.optimizer.restore(stepCount: record.balanceSteps)
    try resume(iteration: record.iteration, passCount: record.passCount)
    return record.position
  }

  private static func name(_ slot: Optimizer.Slot, of parameter: String) -> String {
    "\(CheckpointParameters.trainingPrefix)\(slot.rawValue)/\(parameter)"
  }

  /// The tensors of the learned task weights: their values, and what their optimizer remembers.
  private var balanceNames: [String] {
    let name = "log_variance"
    return ["\(CheckpointParameters.trainingPrefix)\(name)"]
      + balance.optimizer.slotNames.map { Self.name($0, of: name) }
  }
}

extension Optimizer {
  /// A copy of what is remembered of some values.
  fileprivate func values(_ slot: Slot, _ range: Range<Int>) -> [Float] {
    withSlot(slot) { all in range.map { all[$0] } }
  }
}

extension TrainableParameters {
  /// A copy of a parameter's values.
  fileprivate func values(of entry: ParameterLayout.Entry) -> [Float] {
    let all = entry.parameter.role.isTrainable ? valueSpan : statisticSpan
    return entry.range.map { all[$0] }
  }
}
