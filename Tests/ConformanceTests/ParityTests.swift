import Conformance
import Foundation
import TestSupport
import Testing

/// The reference files, where they are there. The full network is left to the command line.
@Suite struct ParityTests {
  static let files = [
    "ops_small.h5", "layouts.json", "nyuv2_narrow.h5", "taskonomy_narrow.h5", "mobilenetv2.h5",
    "preprocessing.h5", "train_step.h5",
  ].compactMap { name in ParityFixtures.directory.map { "\($0)/\(name)" } }

  @Test(.enabled(if: !files.isEmpty), arguments: files)
  func everythingIsWithinItsBound(_ path: String) throws {
    let report = try Conformance.check(path)
    #expect(!report.measurements.isEmpty)
    for row in report.measurements {
      #expect(row.passes, "\(row.subject): \(row.quantity.rawValue) \(row.error) over \(row.bound)")
    }
  }

  /// A stored metric that is another number.
  @Test(.enabled(if: ParityFixtures.directory != nil)) func aWrongMetricIsFound() throws {
    let directory = try #require(ParityFixtures.directory)
    var data = try Data(contentsOf: URL(filePath: "\(directory)/nyuv2_narrow.h5"))
    let place = try #require(data.range(of: Data(#""mIoU": 0.41437977"#.utf8)))
    data.replaceSubrange(place, with: Data(#""mIoU": 0.41447977"#.utf8))
    let path = FileManager.default.temporaryDirectory.appending(path: "wrong-metric.h5").path
    try data.write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let failing = try Conformance.check(path).measurements.filter { !$0.passes }
    #expect(failing.count == 1)
    #expect(failing.first?.subject.hasSuffix("segment_semantic mIoU") == true)
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
