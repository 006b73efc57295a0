import Foundation

/// Files of reference numbers beside the tests.
enum Fixtures {
  static func file(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(name)")
  }
}
