extension AttackDescription {
  /// How many passes through the network the attack takes for an image, about: forward and backward
  /// ones of its steps, and the one that judges. Those at the clean image, which attacks share, are
  /// left out.
  ///
  /// For dividing work, so that a strategy's own savings do not matter.
  /// - Throws: as ``attack(tasks:meanLosses:)``.
  public func passCount(tasks: [String]) throws -> Int {
    let placeholders = [Double](repeating: 1, count: tasks.count)
    let strategy = try strategy.strategy(tasks: tasks, meanLosses: placeholders)
    let step = 1 + (strategy.needsTaskGradients ? tasks.count : 1)
    let run = method.stepCount * step - (method.asksAtClean ? step : 0)
    return run * restarts + 1
  }
}

extension AttackMethod {
  /// Whether the first direction is taken at the clean images.
  var asksAtClean: Bool { stepCount > 0 && !isRandom }
}
