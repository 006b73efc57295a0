import Testing

@testable import Tasks

@Suite struct RelativePerformanceTests {
  private static func depth(_ mode: MetricMode, _ values: [Double?], loss: Double?) -> TaskMetrics {
    let metrics = TaskConvention.depth(.metres).metrics(mode, of: .nyuv2)
    return TaskMetrics(
      task: .depth, mode: mode, entries: zip(metrics, values).map { .init($0, $1) }, loss: loss)
  }

  private static func edges(_ value: Double?) -> TaskMetrics {
    TaskMetrics(task: .edges, mode: .strict, entries: [.init(.edgeError, value)], loss: value)
  }

  @Test func worseIsNegativeWhicheverWayAMetricGoes() {
    let relative = RelativePerformance(
      of: [Self.depth(.strict, [0.3, 0.2, 40, 60, 80], loss: 3), Self.edges(0.4)],
      against: [Self.depth(.strict, [0.2, 0.1, 50, 75, 100], loss: 2), Self.edges(0.8)],
      mode: .strict)
    let depth = (-0.5 - 1 - 0.2 - 0.2 - 0.2) / 5
    #expect(abs((relative.entries[0].performance ?? 0) - depth) < 1e-15)
    #expect(relative.entries[0].loss == -0.5)
    #expect(relative.entries[1].performance == 0.5)
    #expect(abs((relative.average ?? 0) - (depth + 0.5) / 2) < 1e-15)
    #expect(relative.averageLoss == 0)
    #expect(relative.gaps.isEmpty)
  }

  @Test func whatHasNoRelativeChangeIsLeftOutAndNamed() {
    let relative = RelativePerformance(
      of: [Self.depth(.strict, [0.3, nil, 40, 60, 80], loss: nil), Self.edges(0.4)],
      against: [Self.depth(.strict, [0.2, 0.1, 0, 75, 100], loss: 1), Self.edges(nil)],
      mode: .strict)
    #expect(abs((relative.entries[0].performance ?? 0) - (-0.5 - 0.2 - 0.2) / 3) < 1e-15)
    #expect(relative.entries[0].loss == nil && relative.averageLoss == nil)
    #expect(relative.entries[1].performance == nil)
    #expect(relative.average == relative.entries[0].performance)
    #expect(
      relative.gaps == [
        .init(task: .depth, metric: .relativeError, reason: .notDefined),
        .init(task: .depth, metric: .narrowRatios, reason: .zeroBaseline),
        .init(task: .depth, metric: .loss, reason: .notDefined),
        .init(task: .edges, metric: .edgeError, reason: .notDefined),
        .init(task: .edges, metric: .loss, reason: .notDefined),
      ])
  }

  @Test func nothingLeftIsNoPerformance() {
    let relative = RelativePerformance(
      of: [Self.edges(0.4)], against: [Self.edges(0)], mode: .strict)
    #expect(relative.average == nil && relative.averageLoss == nil)
    #expect(relative.gaps.map(\.reason) == [.zeroBaseline, .zeroBaseline])
  }

  /// As published: no flag, an infinite mean.
  @Test func aZeroBaselineIsInfiniteInThePaper() {
    let relative = RelativePerformance(
      of: [Self.depth(.paper, [0.3, 0.2, 40, 60, 80], loss: 3)],
      against: [Self.depth(.paper, [0, 0.1, 50, 75, 100], loss: 2)], mode: .paper)
    #expect(relative.average == -.infinity)
    #expect(relative.gaps.isEmpty)
  }
}
