public import Checkpoints
internal import Networks

// A checkpoint is a safetensors file of the parameters under their PyTorch names, so that whatever
// loads a model loads it too, with the trainer's own tensors beside them.
extension Trainer {
  /// Writes parameters, running statistics, optimizer, learned weights and counts.
  ///
  /// The file is whole or not there: it is written under another name, brought to the disk, and
  /// renamed. Equal states give equal bytes.
  /// - Throws: `CheckpointError`.
  public func writeCheckpoint(to path: String, at position: TrainingPosition) throws {
    let record = try TrainingRecord(self, at: position).text()
    let entries = parameters.layout.entries
    let trainable = entries.filter { $0.parameter.role.isTrainable }
    // Wide numbers first, so that all are aligned.
    let counts = entries.filter { $0.parameter.role == .batchCount }
    let floats = entries.filter { $0.parameter.role != .batchCount }
    var declarations = counts.map {
      TensorDeclaration(name: $0.parameter.name, scalarType: .int64, shape: [])
    }
    declarations += floats.map {
      TensorDeclaration(name: $0.parameter.name, shape: $0.parameter.shape)
    }
    for slot in optimizer.slotNames {
      declarations += trainable.map {
        TensorDeclaration(
          name: Self.name(slot, of: $0.parameter.name), shape: $0.parameter.shape)
      }
    }
    declarations += balanceNames.map {
      TensorDeclaration(name: $0, shape: [balance.logVariances.count])
    }
    var writer = try SafetensorsWriter(
      path: path, tensors: declarations, metadata: [TrainingRecord.key: record])
    let parameters = parameters
    let (values, statistics) = (parameters.valueSpan, parameters.statisticSpan)
    for entry in counts {
      let count = [Int64(statistics[entry.range.lowerBound])]
      let span = count.span
      try writer.write(span)
    }
    for entry in floats {
      if entry.parameter.role.isTrainable {
        try writer.write(values.extracting(entry.range))
      } else {
        try writer.write(statistics.extracting(entry.range))
      }
    }
    for slot in optimizer.slotNames {
      for entry in trainable {
        let values = optimizer.values(slot, entry.range)
        try writer.write(values.span)
      }
    }
    let variances = balance.logVariances
    try writer.write(variances.span)
    for slot in balance.optimizer.slotNames {
      let values = balance.optimizer.values(slot, 0..<balance.optimizer.count)
      try writer.write(values.span)
    }
    try writer.commit()
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
        try optimizer.withSlot(slot) { all in
          var part = all._mutatingExtracting(entry.range)
          try checkpoint.read(stored, into: &part)
        }
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
