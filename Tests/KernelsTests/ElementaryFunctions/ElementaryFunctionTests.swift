import Foundation
import Kernels
import TestSupport
import Testing

/// Error of `value` in units of the last place of the exact result's nearest float.
private func ulpError(_ value: Float, _ exact: Double) -> Double {
  let nearest = Float(exact)
  if nearest.isNaN || nearest.isInfinite || value.isNaN || value.isInfinite {
    return value == nearest || (value.isNaN && nearest.isNaN) ? 0 : .infinity
  }
  let unit = max(Double(nearest.ulp), Double(Float.leastNonzeroMagnitude))
  return abs(Double(value) - exact) / unit
}

private func exponentials(_ values: [Float]) -> [Float] {
  var results = values
  var span = results.mutableSpan
  replaceWithExponentials(&span)
  return results
}

private func logarithms(_ values: [Float]) -> [Float] {
  var results = values
  var span = results.mutableSpan
  replaceWithLogarithms(&span)
  return results
}

@Suite struct ExponentialTests {
  @Test("error over the range, into the denormal results")
  func error() {
    var generator = SeededGenerator(seed: 1)
    let ranges: [ClosedRange<Float>] = [
      -104...(-87), -87...(-1), -1...1, -1e-3...1e-3, 1...88.722,
    ]
    var values: [Float] = [-81.43424]
    for range in ranges { values += generator.floats(2_001, in: range) }
    for (value, result) in zip(values, exponentials(values)) {
      let error = ulpError(result, exp(Double(value)))
      #expect(error < 0.97, "exp(\(value)) is off by \(error) ULP")
    }
  }

  @Test(
    "edge cases",
    arguments: [
      (0, 1), (-0.0, 1), (.infinity, .infinity), (-.infinity, 0), (.nan, .nan), (-.nan, .nan),
      (88.722_84, .infinity), (88.722_83, 3.402_798_5e38), (1e30, .infinity), (-1e30, 0),
      (-103.972_09, 0), (-103.972_07, .leastNonzeroMagnitude), (.leastNormalMagnitude / 8, 1),
      (-.leastNonzeroMagnitude, 1), (.greatestFiniteMagnitude, .infinity),
    ] as [(Float, Float)])
  func edges(value: Float, expected: Float) {
    let result = exponential(value)
    #expect(result == expected || (result.isNaN && expected.isNaN))
  }

  @Test(
    "a lane has the scalar's bits, wherever it stands",
    arguments: [0, 1, 7, 8, 9, 15, 16, 17, 33])
  func lanes(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    var values = generator.floats(count, in: -110...95)
    if count > 2 { values[count / 2] = .nan }
    #expect(exponentials(values).map(\.bitPattern) == values.map { exponential($0).bitPattern })
  }
}

@Suite struct LogarithmTests {
  @Test("error over all exponents, near 1 and for denormal values")
  func error() {
    var generator = SeededGenerator(seed: 2)
    let bits = (0..<6_001).map { _ in UInt32.random(in: 1..<0x7F80_0000, using: &generator) }
    let denormal = (0..<501).map { _ in UInt32.random(in: 1..<0x0080_0000, using: &generator) }
    let values =
      (bits + denormal).map { Float(bitPattern: $0) } + generator.floats(4_001, in: 0.5...2)
      + generator.floats(501, in: 0.9999...1.0001) + [0.705_924]
    for (value, result) in zip(values, logarithms(values)) {
      let error = ulpError(result, log(Double(value)))
      #expect(error < 0.85, "log(\(value)) is off by \(error) ULP")
    }
  }

  @Test(
    "edge cases",
    arguments: [
      (1, 0), (0, -.infinity), (-0.0, -.infinity), (-1, .nan), (-.leastNonzeroMagnitude, .nan),
      (-.infinity, .nan), (.infinity, .infinity), (.nan, .nan),
      (.leastNonzeroMagnitude, -103.278_93), (.leastNormalMagnitude, -87.336_55),
      (.greatestFiniteMagnitude, 88.722_84),
    ] as [(Float, Float)])
  func edges(value: Float, expected: Float) {
    let result = logarithm(value)
    #expect(result == expected || (result.isNaN && expected.isNaN))
  }

  @Test(
    "a lane has the scalar's bits, wherever it stands",
    arguments: [0, 1, 7, 8, 9, 15, 16, 17, 33])
  func lanes(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    var values = generator.floats(count, in: -1...50)
    if count > 2 { values[count / 2] = .leastNormalMagnitude / 16 }
    #expect(logarithms(values).map(\.bitPattern) == values.map { logarithm($0).bitPattern })
  }
}
