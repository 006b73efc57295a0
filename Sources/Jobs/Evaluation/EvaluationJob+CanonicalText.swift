internal import Attacks
internal import Networks
internal import Tasks

extension EvaluationJob {
  /// Everything that results depend on, and nothing else, one `key=value` a line: part of the
  /// identity that a resumed run is held against.
  ///
  /// Files are left out, since their content counts and not their path: whoever makes an identity
  /// adds the digests of data set, checkpoint and layer description. Left out, too, is what results
  /// do not depend on: name, output, ranks, threads, hand-out and coordination.
  public var canonicalText: String {
    var lines = [
      "data.kind=\(data.kind.rawValue)",
      "data.split=\(data.split)",
      "data.limit=\(data.limit.map { "\($0)" } ?? "all")",
      "data.size=\(data.height)x\(data.width)",
    ]
    lines += model.canonicalLines
    lines += [
      "seed=\(seed)",
      "batch-size=\(batchSize)",
      "precision=\(precision.rawValue)",
      "record-steps=\(recordsSteps)",
      "metrics=\(Self.sorted(metricModes))",
      "adversarial-examples=\(Self.sorted(adversarialExamples))",
      "bootstrap=\(bootstrap.replicates) replicates, level \(bootstrap.level)",
    ]
    lines += attacks.map { "attack=\($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func sorted<Name: RawRepresentable<String> & Hashable>(
    _ names: Set<Name>
  ) -> String {
    names.map(\.rawValue).sorted().joined(separator: ",")
  }
}

extension ModelSelection {
  /// The model's part of the canonical text.
  var canonicalLines: [String] {
    var lines = ["model.backbone=\(backbone.kind.rawValue)"]
    if case .seed(let seed) = weights {
      lines.append("model.weights-seed=\(seed)")
      lines += untrainedWidths
    }
    lines += conventions.map { "model.task=\($0.task.rawValue) \($0.target.canonicalText)" }
    lines.append("model.layout=\(canonicalLayout)")
    return lines
  }

  /// Widths count where they are not those of a checkpoint, whose content counts.
  private var untrainedWidths: [String] {
    let widths: [Int]
    switch backbone {
    case .resNet34DeepLab(let stages): widths = stages ?? ResNet34DeepLab().stageWidths
    case .mobileNetV2(let network):
      let network = network ?? MobileNetV2()
      widths = [network.stemWidth] + network.stageWidths + [network.lastWidth]
    case .prototxt: widths = []
    }
    return ["model.widths=\(widths)", "model.head-width=\(headWidth ?? Self.publishedHeadWidth)"]
  }

  /// The layout of the backbone's blocks, so that it does not matter how it was written; as it was
  /// written where the blocks are not known.
  private var canonicalLayout: String {
    if let mapping = backbone.mapping,
      let layout = try? layout.layout(
        taskCount: conventions.count, blockCount: mapping.blockCount, mapping: mapping)
    {
      return layout.description
    }
    switch layout {
    case .number(let number): return "\(number)"
    case .shared: return "shared"
    case .separate: return "separate"
    case .blocks(let layout): return layout.description
    }
  }
}

extension TaskConvention.Target {
  /// The target in a few words.
  fileprivate var canonicalText: String {
    switch self {
    case .classes(let count, let weights):
      "\(count) classes" + (weights.map { ", weights \($0)" } ?? "")
    case .normals(let encoding): encoding.rawValue
    case .depth(let encoding): encoding.rawValue
    case .response: "response"
    }
  }
}
