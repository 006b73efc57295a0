internal import Attacks
internal import Networks
internal import Tasks

extension EvaluationJob {
  /// The job in words, several lines.
  public var summary: String {
    """
    \(name)
      images       \(data.limit.map { "the first \($0)" } ?? "all") of split \(data.split) of \
    \(data.file) (\(data.kind.rawValue)), \(data.height)x\(data.width), in batches of \(batchSize)
      model        \(model.words)
      attacks      \(attacks.count): \(attackWords)
      passes       \(precision.rawValue); seed \(seed)
      metrics      \(Self.words(metricModes)); intervals of \(bootstrap.level) from \
    \(bootstrap.replicates) resamplings
      keeps        \(keptWords)
      results      \(output)
    """
  }

  private var attackWords: String {
    let methods = Self.different(attacks.map(\.attack.methodName.rawValue))
    let strategies = Self.different(attacks.map(\.attack.strategyName.rawValue))
    let radii = Self.different(attacks.map { AttackConfiguration.text($0.radius) })
    return "\(methods) with \(strategies), radius \(radii)"
  }

  private var keptWords: String {
    var words = ["a record for every image and attack"]
    if recordsSteps { words.append("the losses of every step") }
    if !adversarialExamples.isEmpty {
      words.append("adversarial examples as \(Self.words(adversarialExamples))")
    }
    return words.joined(separator: ", ")
  }

  private static func different(_ words: [String]) -> String {
    var seen = Set<String>()
    return words.filter { seen.insert($0).inserted }.joined(separator: ", ")
  }

  private static func words<Name: RawRepresentable<String> & Hashable>(
    _ names: Set<Name>
  ) -> String {
    names.map(\.rawValue).sorted().joined(separator: " and ")
  }
}

extension ModelSelection {
  /// The model in a line.
  fileprivate var words: String {
    let kind = prototxtPath.map { "\($0)" } ?? backbone.kind.rawValue
    let sharing: String =
      switch layout {
      case .number(let number): "layout \(number)"
      case .shared: "all blocks shared"
      case .separate: "no block shared"
      case .blocks(let layout): "layout \(layout)"
      }
    let source: String =
      switch weights {
      case .checkpoint(let path): "weights of \(path)"
      case .seed(let seed): "untrained weights of seed \(seed)"
      }
    return "\(kind) for \(tasks.map(\.rawValue).joined(separator: ", ")), \(sharing), \(source)"
  }
}
