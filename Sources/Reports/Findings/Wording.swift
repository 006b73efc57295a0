internal import Coordinator
internal import Tasks
internal import TextReports

/// How a report calls tasks and attacks, and says how much worse something got.
enum Wording {
  /// The name of a task for people; the name in results where it is none that is known.
  static func task(_ name: String) -> String {
    switch DenseTask(rawValue: name) {
    case .segmentation: "segmentation"
    case .normals: "normals"
    case .depth: "depth"
    case .keypoints: "keypoints"
    case .edges: "edges"
    case nil: name
    }
  }

  /// Names joined as in a sentence.
  static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A relative performance as how much worse or better it is.
  static func change(_ performance: Double) -> String {
    guard performance.isFinite else { return "out of all bounds" }
    let share = performance.magnitude.percent
    return performance > 0 ? "\(share) better" : "\(share) worse"
  }
}

extension RunSummary.AttackResult {
  /// The settings of the strategy: all that are neither the method's nor the budget's.
  var balancing: String {
    let shared = Set(family.split(separator: " "))
    return description.split(separator: " ").filter { word in
      !shared.contains(word)
        && !["norm=", "radius=", "steps="].contains(where: { word.hasPrefix($0) })
    }.joined(separator: " ")
  }

  /// The result in a mode.
  func result(_ mode: String) -> RunSummary.ModeResult? { modes.first { $0.mode == mode } }
}
