import Attacks
import Testing

@Suite struct SweepFlagTests {
  private func result(
    _ change: Double, _ strategy: String = "balanced", radius: Float = 8, steps: Int = 10
  ) -> SweepResult {
    SweepResult(
      method: "pgd", strategy: strategy, radius: radius, steps: steps, relativeChange: change)
  }

  @Test("what is plausible raises nothing")
  func plausible() {
    let results = [
      result(0.5, radius: 4), result(1), result(2, radius: 16), result(1.5, steps: 20),
      result(0.9, "total"), result(.nan, "total", radius: 4),
    ]
    #expect(SweepFlag.find(in: results).isEmpty)
  }

  @Test("a larger radius, more steps, and balancing must not hurt less")
  func implausible() {
    let results = [
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
  func neighbours() {
    let results = [result(3, radius: 4), result(1), result(2, radius: 16)]
    #expect(SweepFlag.find(in: results).map(\.weaker.radius) == [8])
  }
}
