internal import ByteStorage
internal import Coordinator
internal import Foundation

/// A report of one or several runs: one page that needs neither network nor scripts.
///
/// Everything that comes from files is escaped, and every chart and picture has a text beside it.
/// The page is a function of the results directories; of these, `run.json` alone differs between
/// runs of the same identity.
public struct RunReport {
  /// Most bytes of a page.
  public static let largestByteCount = 5_000_000
  /// Bytes that are left to everything but pictures when it is small.
  private static let margin = 50_000

  /// The page, HTML.
  public let html: String

  /// Reads results directories and makes a page of them.
  /// - Throws: `ResultsFolder.Unusable` or `HDF5Error` for directories that are none of complete
  ///   runs, and files that are damaged or of another version; ``TooLarge``.
  public init(_ folders: [String]) throws {
    precondition(!folders.isEmpty, "a report of no results")
    let runs = try RunResults.read(folders)
    let sections = [
      SummarySection(runs: runs).section, ModelsSection(runs: runs).section,
      SharingSection(runs: runs).section, BudgetSection(runs: runs).section,
      TransferSection(runs: runs).section, StepSection(runs: runs).section,
    ]
    let ends = [FlagSection(runs: runs).section, ProvenanceSection(runs: runs).section]
    let title = runs.count == 1 ? runs[0].label : "\(runs.count) runs"
    let bare = Self.page(title, runs, sections + ends).utf8.count
    let gallery = try GallerySection(
      runs: runs, byteLimit: max(Self.largestByteCount - bare - Self.margin, 0)
    ).section()
    html = Self.page(title, runs, sections + [gallery] + ends)
    guard html.utf8.count <= Self.largestByteCount else {
      throw TooLarge(byteCount: html.utf8.count)
    }
  }

  /// Writes the page; it is there whole or not at all.
  /// - Throws: `FileError`.
  public func write(to path: String) throws {
    try PartialFile.write(Array(html.utf8), to: path)
  }

  /// A page that would be too large to be opened comfortably.
  public struct TooLarge: Error, CustomStringConvertible {
    let byteCount: Int

    /// One sentence.
    public var description: String {
      "expected a report of at most \(RunReport.largestByteCount) bytes, found \(byteCount); "
        + "report fewer results directories at a time"
    }
  }

  private static func page(
    _ title: String, _ runs: [RunResults], _ sections: [ReportSection]
  ) -> String {
    let shown = sections.filter { !$0.blocks.isEmpty }
    var numbering = ChartNumbering()
    var bodies: [Markup] = []
    for section in shown { bodies.append(section.markup(&numbering)) }
    let links = shown.map { section in
      Markup("li", [:], [Markup("a", ["href": "#\(section.anchor)"], section.title)])
    }
    return Markup.document(
      Markup(
        "html", ["lang": "en"],
        [
          Markup(
            "head", [:],
            [
              .lines([
                .void("meta", ["charset": "utf-8"]),
                .void(
                  "meta",
                  ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                Markup("title", "Equipoise report: \(title)"), .style(PageStyle.sheet),
              ])
            ]),
          Markup(
            "body", [:],
            [
              .lines([
                Markup(
                  "header", [:],
                  [
                    Markup("h1", "How attacks hurt \(title)"),
                    Markup(
                      "p", ["class": "note"],
                      "Made by Equipoise of \(Wording.list(runs.map(\.path)))."),
                    Markup("nav", ["aria-label": "Sections"], [Markup("ul", [:], links)]),
                  ]),
                Markup("main", [:], [.lines(bodies)]),
                Markup(
                  "footer", [:],
                  [
                    Markup(
                      "p",
                      "Metrics and modes: docs/metrics.md. Files of a run: docs/results-format.md.")
                  ]),
              ])
            ]),
        ]))
  }
}
