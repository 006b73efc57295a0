import Foundation
import Kernels
import TestSupport
import Testing

@Suite struct SelfAttentionTests {
  private static let counts = [1, 7, 8, 9, 16, 17, 33]

  @Test("sech^2 within four places of double precision, stable for any argument")
  func sechSquared() {
    for step in -4000...4000 {
      let x = Float(step) / 50
      let exact = 1 / (cosh(Double(x)) * cosh(Double(x)))
      let found = HyperbolicSecant.squared(x)
      if exact > 0x1p-126 { #expect(abs(Double(found) / exact - 1) < 5e-7) }
    }
    #expect(HyperbolicSecant.squared(0) == 1 && HyperbolicSecant.squared(-0.0) == 1)
    for x: Float in [60, 1e3, .greatestFiniteMagnitude, .infinity] {
      #expect(HyperbolicSecant.squared(x) == 0 && HyperbolicSecant.squared(-x) == 0)
    }
    #expect(HyperbolicSecant.squared(.nan).isNaN)
  }

  @Test("against scalar twins", arguments: counts, [1, 3, 5])
  func twins(_ count: Int, _ tasks: Int) {
    var generator = SeededGenerator(seed: UInt64(count * 8 + tasks))
    let gradients = generator.floats(count * tasks, in: -0.1...0.1)
    let start = generator.floats(count * tasks, in: 0.5...1.5)
    let ahead = generator.floats(count)
    var combined = [Float](repeating: 7, count: count)
    var span = combined.mutableSpan
    SelfAttention.combine(gradients.span, coefficients: start.span, into: &span)
    var coefficients = start
    var target = coefficients.mutableSpan
    SelfAttention.updateCoefficients(
      &target, gradients: gradients.span, combined: combined.span, lookAhead: ahead.span,
      fitting: 50, stepSize: PixelBudget(0.8), rate: 10)
    for place in 0..<count {
      var sum: Float = 0
      for task in 0..<tasks { sum += start[task * count + place] * gradients[task * count + place] }
      #expect(combined[place] == sum)
      let slope = HyperbolicSecant.squared(50 * sum)
      for task in 0..<tasks {
        let index = task * count + place
        let change = ahead[place] * (50 * 0.8 * gradients[index] * slope)
        #expect(coefficients[index] == start[index] + change * 10)
      }
    }
  }

  @Test("the change of the coefficients is the slope of the step's loss")
  func finiteDifferences() {
    // Loss at the look-ahead: ahead . (stepSize * tanh(fitting * sum of coefficients x gradients)).
    let gradients: [Float] = [0.01, -0.02, 0.03, 0.005, 0.01, -0.01]
    let ahead: [Float] = [0.5, -1, 2]
    let start: [Float] = [1, 1.25, 0.75, 1, 0.5, 1.5]
    func loss(_ coefficients: [Double]) -> Double {
      (0..<3).reduce(0) { sum, i in
        let s =
          coefficients[i] * Double(gradients[i]) + coefficients[3 + i] * Double(gradients[3 + i])
        return sum + Double(ahead[i]) * 2 * tanh(50 * s)
      }
    }
    var combined = [Float](repeating: 0, count: 3)
    var span = combined.mutableSpan
    SelfAttention.combine(gradients.span, coefficients: start.span, into: &span)
    var coefficients = start
    var target = coefficients.mutableSpan
    SelfAttention.updateCoefficients(
      &target, gradients: gradients.span, combined: combined.span, lookAhead: ahead.span,
      fitting: 50, stepSize: PixelBudget(2), rate: 1)
    for place in 0..<6 {
      var (up, down) = (start.map { Double($0) }, start.map { Double($0) })
      up[place] += 1e-5
      down[place] -= 1e-5
      let slope = (loss(up) - loss(down)) / 2e-5
      #expect(abs(Double(coefficients[place] - start[place]) - slope) < 1e-5)
    }
  }
}
