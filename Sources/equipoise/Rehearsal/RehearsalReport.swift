import Coordinator
import Foundation
import Jobs

/// What a rehearsal shows.
struct RehearsalReport {
  let plan: RehearsalPlan
  /// The ranks of the workers.
  let ranks: [Int]
  let coordinator: CoordinatorFigures
  let workers: [WorkerFigures]
  /// The largest memory of rank zero so far.
  let peakByteCount: Int
  /// What that may be.
  let memoryLimit: Int

  /// Whether rank zero's memory stayed within its limit.
  var isWithinLimit: Bool { peakByteCount <= memoryLimit }

  /// How close the hand-out came to a perfect division of the work, 1 being perfect. What is slow
  /// for other reasons, such as more ranks than cores, counts against it.
  var balance: Double { plan.idealSeconds(on: ranks) / coordinator.seconds }

  /// Images that the coordinator could carry in a second, had it nothing to wait for.
  var carriedImagesPerSecond: Double {
    Double(plan.imageCount) / max(coordinator.busySeconds, 1e-9)
  }

  /// The report in words.
  var text: String {
    let images = Double(plan.imageCount)
    let traffic = coordinator.traffic
    var lines = [
      "\(plan.imageCount) images, \(plan.attackCount) attacks, \(ranks.count) workers, "
        + "\(plan.handOut.rawValue)",
      "balance: \(Self.number(coordinator.seconds, 1)) s, perfect "
        + "\(Self.number(plan.idealSeconds(on: ranks), 1)) s, ratio \(Self.number(balance, 3))",
      "units: \(unitText)",
      "messages of an image: "
        + "\(Self.number(Double(traffic.orders) / images, 1)) orders of "
        + "\(Self.number(Double(traffic.orderBytes) / images, 0)) bytes, "
        + "\(Self.number(Double(traffic.reports) / images, 1)) reports of "
        + "\(Self.number(Double(traffic.reportBytes) / images, 0)) bytes",
      "workers: \(share(\.waitSeconds)) of their time waiting for units, "
        + "\(share(\.deliverySeconds)) handing over",
      "coordinator: busy \(Self.number(coordinator.busySeconds, 1)) s "
        + "(\(percent(coordinator.busySeconds))), journal "
        + "\(Self.number(coordinator.journalSeconds, 1)) s "
        + "(\(percent(coordinator.journalSeconds))), \(coordinator.recordCount) records",
      "one coordinator carries: \(Self.number(carriedImagesPerSecond, 1)) images/s, "
        + "\(Self.number(Double(coordinator.recordCount) / max(coordinator.busySeconds, 1e-9), 0))"
        + " records/s",
    ]
    lines.append(
      "memory of rank zero: \(peakByteCount >> 20) MiB, limit \(memoryLimit >> 20) MiB: "
        + (isWithinLimit ? "ok" : "EXCEEDED"))
    return lines.joined(separator: "\n")
  }

  private var unitText: String {
    let units = zip(ranks, workers.map(\.unitCount))
    let others = units.filter { $0.0 != plan.slowRank }.map(\.1)
    let mean = Self.number(Double(others.reduce(0, +)) / Double(max(others.count, 1)), 1)
    guard let slow = units.first(where: { $0.0 == plan.slowRank }) else { return "\(mean) a rank" }
    return "\(mean) a rank, \(slow.1) on rank \(slow.0), which is "
      + "\(Self.number(plan.slowdown, 1)) times slower"
  }

  private func share(_ figure: KeyPath<WorkerFigures, Double>) -> String {
    percent(workers.reduce(0) { $0 + $1[keyPath: figure] } / Double(max(workers.count, 1)))
  }

  private func percent(_ seconds: Double) -> String {
    "\(Self.number(100 * seconds / max(coordinator.seconds, 1e-9), 1)) %"
  }

  private static func number(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}
