internal import Networks

/// What the optimizers of all ranks remember of all parameters, on the rank that writes it down.
public struct OptimizerMemory {
  private let optimizer: Optimizer
  /// The values of the whole array, where they came from several ranks.
  private let gathered: [Optimizer.Slot: [Float]]

  init(_ optimizer: Optimizer, gathered: [Optimizer.Slot: [Float]] = [:]) {
    self.optimizer = optimizer
    self.gathered = gathered
  }

  /// A copy of what is remembered of some values of the flat array.
  func values(_ slot: Optimizer.Slot, _ range: Range<Int>) -> [Float] {
    if let whole = gathered[slot] { return Array(whole[range]) }
    return optimizer.withSlot(slot) { all in range.map { all[$0] } }
  }
}

extension Trainer {
  /// Brings together what a checkpoint needs of other ranks. Called on all ranks in the same order.
  /// - Returns: what the optimizers remember, on the rank that writes; nil on the others.
  /// - Throws: ``TrainingError`` on all ranks when a value of the model is not finite, so that no
  ///   checkpoint is one to avoid; what the exchange throws.
  /// - Complexity: memory for what the optimizers remember, where it lies on several ranks.
  public func collectMemory() throws -> OptimizerMemory? {
    try requireFiniteValues()
    guard let gather = exchange.gather else {
      let isWhole = optimizer.count == parameters.layout.valueCount
      return isWhole ? OptimizerMemory(optimizer) : nil
    }
    var gathered: [Optimizer.Slot: [Float]] = [:]
    for slot in optimizer.slotNames {
      gathered[slot] = try optimizer.withSlot(slot) { try gather($0.span) }
    }
    guard gathered.count == optimizer.slotNames.count else { return nil }
    return OptimizerMemory(optimizer, gathered: gathered)
  }
}
