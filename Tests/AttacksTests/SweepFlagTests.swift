import Attacks
import Kernels
import Testing

@Suite struct SweepFlagTests {
  private func result(
    _ change: Double, _ strategy: String = "balanced", radius: Float = 8, steps: Int = 10,
    _ more: [AttackSetting: String] = [:], norm: Norm = .maximum
  ) throws -> SweepResult {
    let settings: [AttackSetting: String] = [
      .method: "pgd", .strategy: strategy, .steps: "\(steps)",
    ]
    return SweepResult(
      try AttackDescription(settings.merging(more) { $1 }), norm: norm,
      radius: PixelBudget(radius), relativeChange: change)
  }

  @Test("what is plausible raises nothing")
  func plausible() throws {
    let results = try [
      result(0.5, radius: 4), result(1), result(2, radius: 16), result(1.5, steps: 20),
      result(0.9, "total"), result(.nan, "total", radius: 4),
    ]
    #expect(SweepFlag.find(in: results).isEmpty)
  }

  @Test("a larger radius, more steps, and balancing must not hurt less")
  func implausible() throws {
    let results = try [
      result(1), result(0.5, radius: 16), result(0.75, steps: 20), result(1.25, "total"),
    ]
    let flags = SweepFlag.find(in: results)
    #expect(
      Set(flags.map(\.kind)) == [.moreBudgetHurtsLess, .moreStepsHurtLess, .totalBeatsBalanced])
    #expect(flags.count == 3)
    for flag in flags {
      #expect(flag.stronger.relativeChange > flag.weaker.relativeChange)
      #expect(flag.description.hasPrefix(flag.kind.rawValue))
    }
  }

  @Test("only neighbours are compared")
  func neighbours() throws {
    let results = try [result(3, radius: 4), result(1), result(2, radius: 16)]
    #expect(SweepFlag.find(in: results).map(\.weaker.radius.pixels) == [8])
  }

  @Test("what differs in anything else is not compared")
  func strangers() throws {
    let results = try [
      result(3), result(1, radius: 16, [.stepSize: "1"]), result(1, radius: 16, norm: .euclidean),
      result(1, steps: 20, [.randomStart: "true"]), result(1, "sign-sum", radius: 16),
      result(1, radius: 16, [.direction: "clean"]), result(4, "total", [.pixelLimit: "3"]),
    ]
    #expect(SweepFlag.find(in: results).isEmpty)
  }
}
