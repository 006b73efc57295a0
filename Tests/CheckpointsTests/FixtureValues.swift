import Foundation

/// The golden files and the formula of their numbers; `make_fixtures.py` has the same.
enum Fixture {
  static let directory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("Fixtures")

  static func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

  static func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: directory.appendingPathComponent(name)))
  }

  static func values(_ count: Int, seed: Int) -> [Float] {
    (0..<count).map { Float(($0 * 37 + seed * 11) % 64 - 32) / 8 }
  }

  static func integers(_ count: Int, seed: Int, isSigned: Bool) -> [Float] {
    (0..<count).map { Float(($0 * 37 + seed * 11) % 64 - (isSigned ? 32 : 0)) }
  }

  /// A name for a file that the caller removes.
  static func temporaryPath(_ name: String) -> String {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString)-\(name)").path
  }
}
