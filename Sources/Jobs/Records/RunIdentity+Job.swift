extension RunIdentity {
  /// Version of what results mean: other numbers for the same job, or another layout of records,
  /// are another version.
  public static let semanticsVersion = 1

  /// The identity of an evaluation.
  /// - Parameters:
  ///   - model: digest of the model's parameters.
  ///   - network: digest of the network that they belong to.
  ///   - data: digest of the data set file.
  ///   - platform: instruction set and library versions.
  public init(
    _ job: EvaluationJob, model: String, network: String, data: String, platform: String
  ) {
    var facts = [
      Fact("semantics", "version \(Self.semanticsVersion)"), Fact("platform", platform),
      Fact("digest of the model", model), Fact("digest of the network", network),
      Fact("digest of the data", data),
    ]
    var attackNumber = 0
    for line in job.canonicalText.split(separator: "\n") {
      let fact = Fact(line: line)
      guard fact.name == "attack" else {
        facts.append(fact)
        continue
      }
      attackNumber += 1
      facts.append(Fact("attack \(attackNumber)", fact.value))
    }
    self.init(facts)
  }
}
