extension RunIdentity {
  /// The identity of a training.
  /// - Parameters:
  ///   - model: digest of the parameters that it starts from.
  ///   - network: digest of the network that they belong to.
  ///   - data: digest of the data set file.
  ///   - platform: instruction set and library versions.
  ///   - rankCount: number of ranks, which the order of sums depends on.
  public init(
    _ job: TrainingJob, model: String, network: String, data: String, platform: String,
    rankCount: Int
  ) {
    var facts = [
      Fact("semantics", "version \(Self.semanticsVersion)"), Fact("platform", platform),
      Fact("number of ranks", "\(rankCount)"),
      Fact("digest of the model to start from", model), Fact("digest of the network", network),
      Fact("digest of the data", data),
    ]
    facts += job.canonicalText.split(separator: "\n").map { Fact(line: $0) }
    self.init(facts)
  }
}

extension RunIdentity.Fact {
  /// A fact from a line `name=value`.
  init(line: Substring) {
    let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
  }
}
