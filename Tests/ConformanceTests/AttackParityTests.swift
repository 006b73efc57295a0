import Conformance
import Foundation
import TestSupport
import Testing

/// Attacks against the published code's. Files with many long runs are left to the command line.
@Suite struct AttackParityTests {
  static let directory = ParityFixtures.directory

  @Test(.enabled(if: directory != nil)) func stepSizesAreThePublishedOnes() throws {
    let directory = try #require(Self.directory)
    let report = try Conformance.check("\(directory)/apgd_checkpoints.json")
    #expect(report.measurements.count > 40)
    for row in report.measurements { #expect(row.passes, "\(row.subject): \(row.error)") }
  }

  @Test(.enabled(if: directory != nil)) func attacksBesideTheirNetworkAreNeeded() throws {
    let directory = try #require(Self.directory)
    let folder = FileManager.default.temporaryDirectory.appending(path: "attacks-alone")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let copy = folder.appending(path: "nyuv2_narrow_attacks.h5").path
    try FileManager.default.copyItem(
      atPath: "\(directory)/nyuv2_narrow_attacks.h5", toPath: copy)
    #expect(throws: (any Error).self) { try Conformance.check(copy) }
  }
}
