import Kernels
import Testing

@testable import Attacks

/// How long steps are, and which lengths are accepted.
@Suite struct StepScheduleTests {
  private func sizes(
    _ count: Int, _ size: StepSchedule.Size, _ decay: StepSchedule.Decay, radius: Float = 8
  ) -> [Float] {
    let schedule = StepSchedule(count: count, size: size, decay: decay)
    return (0..<count).map { schedule.stepSize(at: $0, radius: PixelBudget(radius)).pixels }
  }

  @Test func lengths() {
    #expect(sizes(4, .radiusPerStep, .constant) == [2, 2, 2, 2])
    #expect(sizes(3, .timesRadius(0.5), .constant) == [4, 4, 4])
    #expect(sizes(2, .pixels(PixelBudget(3)), .constant) == [3, 3])
    // In equal parts to one part in the last step.
    #expect(sizes(4, .timesRadius(0.5), .linear) == [4, 3, 2, 1])
    #expect(sizes(2, .pixels(PixelBudget(3)), .linear) == [3, 1.5])
    #expect(sizes(1, .radiusPerStep, .linear) == [8])
    #expect(sizes(2, .timesRadius(1000), .constant, radius: 0) == [0, 0])
  }

  @Test("what is not accepted names its setting")
  func refusals() throws {
    let refused: [(StepSchedule, AttackSetting)] = [
      (StepSchedule(count: 0), .steps), (StepSchedule(count: 10_001), .steps),
      (StepSchedule(count: -1), .steps),
      (StepSchedule(count: 2, size: .timesRadius(-0.5)), .stepSize),
      (StepSchedule(count: 2, size: .timesRadius(1001)), .stepSize),
      (StepSchedule(count: 2, size: .timesRadius(.nan)), .stepSize),
      (StepSchedule(count: 2, size: .pixels(PixelBudget(1.1e6))), .stepSize),
    ]
    for (schedule, setting) in refused {
      #expect {
        try schedule.validate(of: "pgd")
      } throws: { error in
        (error as? AttackError)?.setting == setting
      }
    }
    for schedule in [
      StepSchedule(count: 1), StepSchedule(count: 10_000, size: .timesRadius(1000)),
      StepSchedule(count: 3, size: .pixels(PixelBudget(1e6))),
    ] {
      try schedule.validate(of: "pgd")
    }
  }

  @Test func texts() {
    for text in ["radius/steps", "0.25*radius", "1000.0*radius", "2.0", "1000000.0"] {
      #expect(StepSchedule.Size(text)?.description == text)
    }
    for text in ["", "two", "-1", "nan", "inf", "1.1e6", "-1*radius", "1001*radius", "*radius"] {
      #expect(StepSchedule.Size(text) == nil, "\(text)")
    }
  }
}
