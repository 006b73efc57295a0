import Glibc
import MessagePassing

/// What was not as it should be.
struct ProbeFailure: Error, CustomStringConvertible {
  let description: String
}

/// Throws when a condition does not hold.
func expect(_ condition: Bool, _ message: @autoclosure () -> String) throws {
  guard condition else { throw ProbeFailure(description: message()) }
}

/// Throws when two values differ.
func expectEqual<Value: Equatable>(
  _ found: Value, _ expected: Value, _ message: @autoclosure () -> String
) throws {
  try expect(found == expected, "\(message()): expected \(expected), found \(found)")
}

/// Throws when `body` does not throw an error of the library, or one of another cause.
func expectMPIError(
  _ name: String, where isExpected: (MPIError) -> Bool, _ body: () throws -> Void
) throws {
  do {
    try body()
  } catch let error as MPIError {
    return try expect(isExpected(error), "\(name): another error, \(error)")
  }
  throw ProbeFailure(description: "\(name): no error")
}

/// A line of this rank on the standard output, written at once.
func report(_ universe: Universe, _ text: String) {
  print("rank \(universe.world.rank): \(text)")
  fflush(nil)
}

extension Span where Element: Copyable {
  /// A copy.
  var array: [Element] { (0..<count).map { self[$0] } }
}

/// An element that a test can count with.
protocol ProbeElement: MessageElement, Equatable {
  /// A value that depends on all bits of its seed that fit.
  static func value(_ seed: Int) -> Self
}

extension ProbeElement where Self: FixedWidthInteger {
  static func value(_ seed: Int) -> Self {
    Self(truncatingIfNeeded: seed &* 0x1E37_79B9_7F4A_7C15)
  }
}

extension UInt8: ProbeElement {}
extension Int8: ProbeElement {}
extension UInt32: ProbeElement {}
extension Int32: ProbeElement {}
extension UInt64: ProbeElement {}
extension Int64: ProbeElement {}
extension Int: ProbeElement {}
extension Float: ProbeElement {
  static func value(_ seed: Int) -> Float { Float(seed) + 0.25 }
}
extension Double: ProbeElement {
  static func value(_ seed: Int) -> Double { Double(seed) + 0.125 }
}

/// Values that tell rank and place.
func values<Element: ProbeElement>(_ type: Element.Type, of rank: Int, count: Int) -> [Element] {
  (0..<count).map { Element.value(rank * 100_003 + $0 + 1) }
}
