import Foundation

/// The reference results of the published code, which lie beside the project where they exist.
public enum ParityFixtures {
  /// Their directory, nil when it is absent: tests that need it are then skipped.
  ///
  /// It is `../shared/parity` seen from the package, or what the environment variable
  /// `EQUIPOISE_PARITY` says.
  public static let directory: String? = {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["EQUIPOISE_PARITY"].map { URL(filePath: $0) }
    let url = named ?? package.appending(path: "../shared/parity")
    let path = url.standardizedFileURL.path
    return FileManager.default.fileExists(atPath: path + "/README.md") ? path : nil
  }()

  /// The files of the directory whose names end in `suffix`, sorted by name; none when absent.
  public static func files(withSuffix suffix: String) -> [String] {
    guard let directory else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasSuffix(suffix) }.sorted().map { directory + "/" + $0 }
  }
}
