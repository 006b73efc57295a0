import Attacks
import Foundation
import TestSupport
import Testing

/// When the step is halved, against the published code's step sizes.
@Suite struct APGDStepRuleTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      let N: Int
      let f: [Double]
      let eta0: Float
      let eta: [Float]
    }
    let checkpoints: [String: [Int]]
    let eta_cases: [Case]
  }

  private static let path = ParityFixtures.directory.map { "\($0)/apgd_checkpoints.json" }

  @Test(.enabled(if: path != nil)) func publishedNumbers() throws {
    let path = try #require(Self.path)
    let data = try Data(contentsOf: URL(filePath: path))
    let reference = try JSONDecoder().decode(Reference.self, from: data)
    #expect(reference.checkpoints.count == 100)
    for (count, expected) in reference.checkpoints {
      #expect(APGDStepRule.checkpoints(count: try #require(Int(count))) == expected)
    }
    #expect(!reference.eta_cases.isEmpty)
    for test in reference.eta_cases {
      var rule = APGDStepRule(.paper, count: test.N, firstStep: test.eta0)
      for objective in test.f { _ = rule.append(objective) }
      #expect(rule.stepSizes == test.eta, "N \(test.N)")
    }
  }

  @Test("checkpoints of ten and twenty steps")
  func checkpoints() {
    #expect(APGDStepRule.checkpoints(count: 10) == [0, 3, 5, 6, 8, 9, 10])
    #expect(APGDStepRule.checkpoints(count: 20) == [0, 5, 9, 12, 15, 16, 18, 19, 20])
    #expect(APGDStepRule.checkpoints(count: 1) == [0, 1])
  }

  @Test("an objective that always rises never halves; one that falls halves at every checkpoint")
  func extremes() {
    for variant in APGDVariant.allCases {
      var rising = APGDStepRule(variant, count: 20, firstStep: 16)
      var falling = rising
      for point in 0...20 {
        let isHalved = rising.append(Double(point))
        #expect(!isHalved)
        _ = falling.append(-Double(point))
      }
      #expect(rising.stepSizes == [Float](repeating: 16, count: 21))
      #expect(falling.stepSizes[6] == 8 && falling.stepSizes[5] == 16 && falling.stepSizes[10] == 4)
      #expect(falling.stepSizes.last == 0.125)
    }
  }

  @Test("Croce and Hein compare the best objective, the published code the current one")
  func secondCondition() {
    // Rises three of four times between the checkpoints 5 and 9 after a high first point.
    let objectives = [9.0, 1, 2, 3, 4, 5, 4, 5, 6, 7, 8]
    var paper = APGDStepRule(.paper, count: 20, firstStep: 16)
    var croce = APGDStepRule(.croce2020, count: 20, firstStep: 16)
    for objective in objectives {
      _ = paper.append(objective)
      _ = croce.append(objective)
    }
    #expect(paper.stepSizes.last == 16 && croce.stepSizes.last == 8)
  }
}
