import Foundation
import Kernels
import TestSupport
import Testing

@Suite struct ArccosineTests {
  private static func arccosines(_ values: [Double]) -> [Double] {
    var results = values
    var span = results.mutableSpan
    replaceWithArccosines(&span)
    return results
  }

  /// The system's function is within 1 ULP itself.
  @Test("error over the range, near its ends, near 1/2 and near 0")
  func error() {
    var generator = SeededGenerator(seed: 3)
    var values: [Double] = [0.5, Double(0.5).nextUp, Double(0.5).nextDown, -0.5, 1, -1, 0]
    for range in [-1...1, 0.4...0.6, -0.6...(-0.4), 0.999_999...1, -1...(-0.999_999)] {
      values += (0..<4_001).map { _ in Double.random(in: range, using: &generator) }
    }
    for exponent in 1..<54 {
      values += [1 - exp2(-Double(exponent)), exp2(-Double(exponent)), -exp2(-Double(exponent))]
    }
    for (value, result) in zip(values, Self.arccosines(values)) {
      let exact = acos(value)
      #expect(abs(result - exact) <= 2.2 * exact.ulp, "acos(\(value)) is \(result), not \(exact)")
    }
  }

  /// cos(acos x) - x over sin(acos x) is the error, in extended precision where there is one.
  @Test("error in units of the last place")
  func units() {
    #if arch(x86_64)
      var generator = SeededGenerator(seed: 4)
      for _ in 0..<4_001 {
        let value = Double.random(in: -0.999...0.999, using: &generator)
        let result = Float80(arccosine(value))
        let error = (cosl(result) - Float80(value)) / sinl(result)
        let unit = Float80(Double(result).ulp)
        #expect(abs(error) < 1.2 * unit, "acos(\(value)) is off by \(error / unit) ULP")
      }
    #endif
  }

  @Test(
    "edge cases",
    arguments: [
      (1, 0), (-1, Double.pi), (0, Double.pi / 2), (-0.0, Double.pi / 2), (Double(1).nextUp, .nan),
      (-1.5, .nan), (.infinity, .nan), (-.infinity, .nan), (.nan, .nan),
      (.leastNonzeroMagnitude, Double.pi / 2),
    ] as [(Double, Double)])
  func edges(value: Double, expected: Double) {
    let result = arccosine(value)
    #expect(result == expected || (result.isNaN && expected.isNaN))
  }

  @Test("a lane has the scalar's bits, wherever it stands", arguments: [0, 1, 3, 4, 5, 15, 16, 17])
  func lanes(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    var values = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
    if count > 2 { values[count / 2] = .nan }
    #expect(
      Self.arccosines(values).map(\.bitPattern) == values.map { arccosine($0).bitPattern })
  }
}
