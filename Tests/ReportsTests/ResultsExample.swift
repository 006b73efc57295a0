import Foundation
import TestSupport

@testable import Coordinator

/// Results directories whose numbers follow from a few choices.
enum ResultsExample {
  static let tasks = ["segment_semantic", "normal", "depth_zbuffer"]
  static let hostile = "<script>alert('x')</script>\"&\u{1}"

  /// A summary of attacks of three strategies on single tasks and all of them, at some radii.
  static func summary(
    job: String = "example", layout: String = "[[[0, 1, 2]], [[0], [1, 2]]]",
    number: Int? = 1, identity: String = "abc", radii: [Double] = [2, 4, 8], weakness: Double = 0.1
  ) -> RunSummary {
    var attacks: [RunSummary.AttackResult] = []
    for radius in radii {
      for (strategy, attacked) in [
        ("total", tasks), ("balanced", tasks), ("single", [tasks[0]]), ("single", [tasks[1]]),
      ] {
        attacks.append(
          attack(attacks.count + 1, strategy, attacked, radius, weakness: weakness))
      }
    }
    return RunSummary(
      job: job, identity: identity, kind: "nyuv2", imageCount: 5, backbone: "resnet34-deeplab",
      layout: layout, layoutNumber: number, confidenceLevel: 0.95,
      clean: ["paper", "strict"].map { mode in
        .init(
          mode: mode,
          tasks: tasks.map { task in .init(task: task, metrics: [metric(1, nil), loss(1, nil)]) })
      }, attacks: attacks,
      transfer: ["paper", "strict"].map { mode in
        .init(
          attack: "pgd linf radius 8 steps 10", mode: mode, attacked: Array(tasks.prefix(2)),
          measured: tasks, performance: [[-0.5, -0.1, nil], [0.1, -.infinity, -0.2]],
          direct: -0.5, transferred: -0.07)
      },
      flags: [
        .init(kind: "more budget hurts less", explanation: "more budget hurts less: \(hostile)")
      ])
  }

  private static func metric(_ clean: Double, _ attacked: Double?) -> RunSummary.MetricResult {
    .init(metric: "mIoU", lowerIsBetter: false, clean: clean, attacked: attacked)
  }

  private static func loss(_ clean: Double, _ attacked: Double?) -> RunSummary.MetricResult {
    .init(metric: "loss", lowerIsBetter: true, clean: clean, attacked: attacked)
  }

  private static func attack(
    _ number: Int, _ strategy: String, _ attacked: [String], _ radius: Double, weakness: Double
  ) -> RunSummary.AttackResult {
    let harm = -weakness * radius - (strategy == "balanced" ? 0.01 : 0)
    let family = "method=pgd step-size=radius/steps restarts=1"
    let settings =
      strategy == "single" ? "strategy=single task=\(attacked[0])" : "strategy=\(strategy)"
    return RunSummary.AttackResult(
      configuration: number,
      description: "norm=linf radius=\(radius) method=pgd steps=10 step-size=radius/steps "
        + "\(settings) restarts=1",
      method: "pgd", strategy: strategy, attackedTasks: attacked, norm: "linf", radius: radius,
      steps: 10, family: family, lossChange: -2 * harm, flags: [:],
      modes: ["paper", "strict"].map { mode in
        .init(
          mode: mode,
          tasks: tasks.enumerated().map { index, task in
            .init(
              task: task, metrics: [metric(1, 1 + harm), loss(1, 2)],
              performance: harm * Double(index + 1) / 2,
              performanceInterval: .init(low: harm * 2, high: 0), lossChange: -1)
          }, average: harm, averageInterval: .init(low: harm - 0.05, high: harm + 0.05))
      })
  }

  /// Writes a summary as a results directory of that name.
  static func write(
    _ summary: RunSummary, as name: String, in folder: TemporaryDirectory
  ) throws -> String {
    let path = folder.file(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try folder.write(try summary.json(), to: "\(name)/summary.json")
    return path
  }
}
