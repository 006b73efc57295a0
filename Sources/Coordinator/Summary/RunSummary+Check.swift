extension RunSummary {
  /// What is inconsistent; nil when the parts fit together, as those of every summary do that a run
  /// has written.
  var inconsistency: (expectation: String, finding: String)? {
    let modes = clean.map(\.mode)
    let tasks = clean.first.map { $0.tasks.map(\.task) } ?? []
    guard !modes.isEmpty, !tasks.isEmpty else {
      return ("at least one mode and one task", "modes \(modes), tasks \(tasks)")
    }
    for mode in clean where mode.tasks.map(\.task) != tasks {
      return ("tasks \(tasks) in every mode", "\(mode.tasks.map(\.task)) in \(mode.mode)")
    }
    for attack in attacks {
      let place = "of attack \(attack.configuration)"
      guard attack.modes.map(\.mode) == modes else {
        return ("modes \(modes) \(place)", "\(attack.modes.map(\.mode))")
      }
      for mode in attack.modes where mode.tasks.map(\.task) != tasks {
        return ("tasks \(tasks) \(place)", "\(mode.tasks.map(\.task))")
      }
    }
    for matrix in transfer
    where matrix.performance.count != matrix.attacked.count
      || matrix.performance.contains(where: { $0.count != matrix.measured.count })
    {
      return (
        "\(matrix.attacked.count) rows of \(matrix.measured.count) under \(matrix.attack)",
        "rows of \(matrix.performance.map(\.count))"
      )
    }
    return nil
  }
}
