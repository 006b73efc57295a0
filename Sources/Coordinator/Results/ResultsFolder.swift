internal import Foundation

/// The results of a complete run, read from its folder.
public struct ResultsFolder {
  /// A folder that has no complete results.
  public struct Unusable: Error, CustomStringConvertible {
    /// The file or folder.
    public let path: String
    /// What was expected there.
    public let expectation: String
    /// What is there.
    public let finding: String

    /// One sentence with all of it.
    public var description: String { "\(path): expected \(expectation), found \(finding)" }
  }

  /// What the run found.
  public let summary: RunSummary
  /// When and where it ran, in words; a line for every attempt.
  public let attempts: [String]

  /// Reads a folder.
  /// - Throws: ``Unusable`` when the run is not complete or a file is not what it should be.
  public init(_ path: String) throws {
    let summaryPath = "\(path)/\(ResultsDirectory.summaryName)"
    guard FileManager.default.fileExists(atPath: summaryPath) else {
      let isBegun = FileManager.default.fileExists(
        atPath: "\(path)/\(ResultsDirectory.journalName)")
      throw Unusable(
        path: path, expectation: "the results of a complete run",
        finding: isBegun ? "a run that is not complete; --resume goes on with it" : "none")
    }
    do {
      let decoder = JSONDecoder()
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      summary = try decoder.decode(
        RunSummary.self, from: Data(contentsOf: URL(fileURLWithPath: summaryPath)))
    } catch {
      throw Unusable(
        path: summaryPath, expectation: "a summary of version 1", finding: "\(error)")
    }
    let history = try? JSONDecoder().decode(
      RunHistory.self,
      from: Data(contentsOf: URL(fileURLWithPath: "\(path)/\(ResultsDirectory.historyName)")))
    attempts = (history?.attempts ?? []).map { attempt in
      let hosts = Set(attempt.hosts).sorted().joined(separator: ", ")
      return "\(attempt.start): \(attempt.ending) after \(Int(attempt.seconds.rounded())) s, "
        + "\(attempt.hosts.count) ranks on \(hosts), "
        + "\(attempt.threads.reduce(0, +)) threads, records \(attempt.recordsBefore) to "
        + "\(attempt.recordsAfter)"
    }
  }
}
