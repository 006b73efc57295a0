import Coordinator
import Jobs
import MessagePassing
import Worker

/// The last part of a complete run: the ranks that compute share the images of the gallery, and
/// rank zero writes the file.
struct GalleryPass {
  let universe: Universe
  let roles: Roles
  let imageCount: Int

  /// Makes the gallery that the job wants. Collective.
  /// - Parameters:
  ///   - coordinator: on rank zero.
  ///   - summary: on rank zero.
  ///   - runner: on ranks that compute.
  /// - Throws: `Agreement.Refusal` when a rank fails; `MPIError`.
  func run(
    _ coordinator: EvaluationCoordinator?, _ summary: RunSummary?, _ runner: EvaluationRunner?
  ) throws {
    let agreement = Agreement(universe)
    let order = try agreement.onRankZero {
      guard let coordinator, let summary else { return [] }
      return try coordinator.galleryPlan(summary)?.bytes ?? []
    }
    guard !order.isEmpty else { return }
    let plan = try GalleryPlan(order)
    var file: GalleryFile?
    _ = try agreement.onRankZero {
      file = try coordinator?.gallery(plan)
      return []
    }
    let own = try agreement.everywhere { try entries(plan, runner) }
    for (index, _) in plan.choices.enumerated() {
      // One image at a time, so that rank zero never holds more.
      let entry = own[index] ?? []
      let gathered = try universe.world.gather(varying: entry.span, at: 0)
      _ = try agreement.onRankZero {
        try file?.append(GalleryEntry(gathered?.values ?? []))
        return []
      }
    }
    _ = try agreement.onRankZero {
      try file?.commit()
      return []
    }
  }

  /// This rank's share of the images, by their places in the plan.
  private func entries(_ plan: GalleryPlan, _ runner: EvaluationRunner?) throws -> [Int: [UInt8]] {
    guard let runner else { return [:] }
    if let losses = plan.meanLosses { runner.setMeanLosses(losses) }
    let ranks = (0..<universe.world.size).filter(roles.computes)
    var own: [Int: [UInt8]] = [:]
    for (index, choice) in plan.choices.enumerated()
    where ranks[index % ranks.count] == universe.world.rank {
      own[index] = try runner.pictures(
        of: choice.image, imageCount: imageCount, under: plan.configuration
      ).bytes
    }
    return own
  }
}
