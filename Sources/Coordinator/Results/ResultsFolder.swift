internal import ByteStorage
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

  /// Name of the report in a results directory.
  public static let reportName = "report.html"

  /// What the run found.
  public let summary: RunSummary
  /// When and where it ran, in words; a line for every attempt.
  public let attempts: [String]
  /// Versions of program and libraries at the last attempt, one a line; empty where nothing is known.
  public let versions: [String]

  /// Reads a folder.
  /// - Throws: ``Unusable`` when the run is not complete or a file is not what it should be.
  public init(_ path: String) throws {
    let summaryPath = "\(path)/\(ResultsDirectory.summaryName)"
    guard FileManager.default.fileExists(atPath: summaryPath) else {
      throw Unusable(
        path: path, expectation: "the results of a complete run", finding: Self.findings(in: path))
    }
    do {
      let data = Data(try WholeFile.read(summaryPath))
      let decoder = JSONDecoder()
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      // The version comes first: a later one may have other keys.
      let format = try decoder.decode(SummaryFormat.self, from: data)
      guard format == SummaryFormat.current else {
        throw Unusable(
          path: summaryPath, expectation: "\(SummaryFormat.current)", finding: "\(format)")
      }
      let summary = try decoder.decode(RunSummary.self, from: data)
      if let (expectation, finding) = summary.inconsistency {
        throw Unusable(path: summaryPath, expectation: expectation, finding: finding)
      }
      self.summary = summary
    } catch let error as DecodingError {
      throw Unusable(
        path: summaryPath, expectation: "\(SummaryFormat.current)", finding: error.finding)
    } catch let error as FileError {
      throw Unusable(
        path: summaryPath, expectation: "a file that can be read", finding: error.reason)
    }
    let history = try? JSONDecoder().decode(
      RunHistory.self,
      from: Data(contentsOf: URL(fileURLWithPath: "\(path)/\(ResultsDirectory.historyName)")))
    versions = history?.attempts.last?.versions ?? []
    attempts = (history?.attempts ?? []).map { attempt in
      let hosts = Set(attempt.hosts).sorted().joined(separator: ", ")
      return "\(attempt.start): \(attempt.ending) after \(Int(attempt.seconds.rounded())) s, "
        + "\(attempt.hosts.count) ranks on \(hosts), "
        + "\(attempt.threads.reduce(0, +)) threads, records \(attempt.recordsBefore) to "
        + "\(attempt.recordsAfter)"
    }
  }

  /// What to do when there are no results.
  private static let advice =
    "give a results directory of equipoise run, the one that its job or --output names"

  /// What there is instead of a summary.
  private static func findings(in path: String) -> String {
    var isDirectory: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      return "nothing of that name; \(advice)"
    }
    guard isDirectory.boolValue else { return "a file; \(advice)" }
    let isBegun = FileManager.default.fileExists(
      atPath: "\(path)/\(ResultsDirectory.journalName)")
    return isBegun
      ? "a run that is not complete; equipoise run --resume goes on with it"
      : "a folder without \(ResultsDirectory.summaryName); \(advice)"
  }
}

/// The part of a summary that says what it is.
private struct SummaryFormat: Decodable, Equatable, CustomStringConvertible {
  let format: String
  let version: Int

  static let current = SummaryFormat(
    format: RunSummary.formatName, version: RunSummary.formatVersion)

  var description: String { "\(format) of version \(version)" }
}

extension DecodingError {
  /// What is wrong, and at which key.
  fileprivate var finding: String {
    let context: Context? =
      switch self {
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .keyNotFound(_, let context), .dataCorrupted(let context):
        context
      @unknown default: nil
      }
    let place = (context?.codingPath ?? []).map { key in
      key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
    }.joined()
    let words = context?.debugDescription ?? "something else"
    return place.isEmpty ? words : "at \(place.drop { $0 == "." }): \(words)"
  }
}
