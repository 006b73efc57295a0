import Conformance
import Foundation
import TestSupport
import Testing

/// The reference files, where they are there. The full network is left to the command line.
@Suite struct ParityTests {
  static let files = [
    "ops_small.h5", "layouts.json", "nyuv2_narrow.h5", "taskonomy_narrow.h5", "mobilenetv2.h5",
    "preprocessing.h5",
  ].compactMap { name in ParityFixtures.directory.map { "\($0)/\(name)" } }

  @Test(.enabled(if: !files.isEmpty), arguments: files)
  func everythingIsWithinItsBound(_ path: String) throws {
    let report = try Conformance.check(path)
    #expect(!report.measurements.isEmpty)
    for row in report.measurements {
      #expect(row.passes, "\(row.subject): \(row.quantity.rawValue) \(row.error) over \(row.bound)")
    }
  }

  @Test func whatIsNotAReferenceFileIsAnErrorWithItsName() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "not-a-reference").path
    try Data("anything".utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(throws: ConformanceError.self) { try Conformance.check(path) }
    #expect(throws: ConformanceError.self) { try Conformance.check(path + "-missing") }
  }

  @Test func aLayoutInAnotherOrderIsFound() throws {
    let json = """
      {"cases": [{"T": 2, "B": 1, "count": 2, "layouts": [[[[1], [0]]], [[[0, 1]]]]}]}
      """
    let path = FileManager.default.temporaryDirectory.appending(path: "layouts-swapped").path
    try Data(json.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let report = try Conformance.check(path)
    #expect(report.measurements.map(\.error) == [0, 2])
    #expect(!report.passes)
  }
}
