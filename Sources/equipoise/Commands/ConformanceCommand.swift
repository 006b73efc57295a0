import ArgumentParser
import Conformance
import Logging

/// `equipoise conformance`: does this build compute what the reference files say?
struct ConformanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conformance",
    abstract: "Compare this build with files of reference numbers.",
    discussion: """
      Prints a table per file: what was compared, how far off it is, the bound, the verdict. Parts \
      of a file that this version has nothing to compare with are listed.

      Example: equipoise conformance nyuv2_narrow.h5 layouts.json

      Exit status: 0 when everything compared is within its bound, 1 when something is not, 2 when \
      a file cannot be read or does not follow the schema.
      """)

  @Argument(help: "Reference files, HDF5 or JSON.", completion: .file())
  var files: [String]

  @Flag(help: "Print only what is out of bounds, and the totals.")
  var failuresOnly = false

  @OptionGroup var logging: LoggingOptions

  mutating func run() throws {
    var isUnreadable = false
    var isOutOfBounds = false
    for path in files {
      logging.logger.debug("reading \(path)")
      do {
        let report = try Conformance.check(path)
        print(ConformanceTable(report, failuresOnly: failuresOnly).text)
        isOutOfBounds = isOutOfBounds || !report.passes
      } catch {
        logging.logger.error("\(error)")
        isUnreadable = true
      }
    }
    if isUnreadable { throw ExitCode(2) }
    if isOutOfBounds { throw ExitCode(1) }
  }
}
