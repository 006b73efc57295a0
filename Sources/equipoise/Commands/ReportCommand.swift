import ArgumentParser
import Coordinator
import Logging
import Reports

/// `equipoise report`: a page of the results of runs.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make one HTML page of the results of one or several runs.",
    discussion: """
      The page needs neither network nor scripts. Of one run it shows tables, curves, transfer \
      between tasks, a gallery, what to look twice at and where everything is from. Of several it \
      compares models with other weights, and tree layouts.

        equipoise report results/demo
        equipoise report results/clean results/trained --output comparison.html
        equipoise report results/layout-* --output layouts.html

      A run writes such a page of itself. Exit status: \(ExitStatus.summary).
      """)

  @Argument(help: "Results directories of complete runs.", completion: .directory)
  var results: [String]

  @Option(
    name: .shortAndLong,
    help: """
      The page; by default \(ResultsFolder.reportName) in the results directory, or here when there \
      are several.
      """,
    completion: .file(extensions: ["html"]))
  var output: String?

  @OptionGroup var logging: LoggingOptions

  func validate() throws {
    if results.contains("") || output == "" {
      throw ValidationError("expected the name of a directory or file, found an empty name")
    }
  }

  func run() throws {
    let name = ResultsFolder.reportName
    let path = output ?? (results.count == 1 ? "\(results[0])/\(name)" : name)
    for folder in results { logging.logger.debug("reading \(folder)") }
    let report = try RunReport(results)
    try advising("--output names another place for the page") { try report.write(to: path) }
    print(path)
  }
}
