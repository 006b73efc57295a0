import Foundation
import TestSupport
import Testing

@testable import Coordinator
@testable import Reports

struct RunReportTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func section(_ name: String, of html: String) -> String? {
    guard let start = html.range(of: "<section id=\"\(name)\">"),
      let end = html[start.upperBound...].range(of: "</section>")
    else { return nil }
    return String(html[start.upperBound..<end.lowerBound])
  }

  @Test func oneRunHasTablesCurvesAndTransfer() throws {
    let path = try ResultsExample.write(ResultsExample.summary(), as: "a", in: folder)
    let html = try RunReport([path]).html
    #expect(TagBalance.problem(in: html) == nil)
    let summary = try #require(section("summary", of: html))
    #expect(summary.contains("Relative performance, paper"))
    #expect(summary.contains("Relative performance, strict"))
    #expect(summary.contains("Of 12 attacks, pgd balanced, radius 8, 10 steps hurts the most"))
    let budgets = try #require(section("budgets", of: html))
    // The average in two modes, and three tasks; four curves and bands each.
    #expect(budgets.components(separatedBy: "<figure").count == 6)
    #expect(budgets.components(separatedBy: "class=\"band").count == 21)
    #expect(section("transfer", of: html)?.components(separatedBy: "<figure").count == 3)
    #expect(section("flags", of: html)?.contains("Try more steps") == true)
    #expect(section("sharing", of: html) == nil)
    #expect(section("models", of: html) == nil)
    #expect(section("gallery", of: html) == nil)
  }

  @Test func whatComesFromFilesIsEscapedAndNothingIsFetched() throws {
    var summary = ResultsExample.summary(job: ResultsExample.hostile)
    summary.kind = ResultsExample.hostile
    summary.attacks[0].method = ResultsExample.hostile
    summary.transfer[0].attack = ResultsExample.hostile
    for mode in summary.clean.indices { summary.clean[mode].tasks[0].task = ResultsExample.hostile }
    for attack in summary.attacks.indices {
      for mode in summary.attacks[attack].modes.indices {
        summary.attacks[attack].modes[mode].tasks[0].task = ResultsExample.hostile
      }
    }
    let path = try ResultsExample.write(summary, as: "a", in: folder)
    let html = try RunReport([path]).html
    #expect(TagBalance.problem(in: html) == nil)
    for forbidden in ["<script", "http:", "https:", "<link", "@import", "url(", "\u{1}"] {
      #expect(!html.contains(forbidden), "\(forbidden)")
    }
    #expect(html.contains("&lt;script&gt;"))
  }

  @Test func everyChartHasATextAndItsNumbers() throws {
    let path = try ResultsExample.write(ResultsExample.summary(), as: "a", in: folder)
    let html = try RunReport([path]).html
    let drawings = html.components(separatedBy: "role=\"img\"").dropFirst()
    #expect(drawings.count == 7)
    for (index, drawing) in drawings.enumerated() {
      #expect(drawing.contains("<title id=\"chart\(index + 1)-title\">"))
      #expect(drawing.contains("<desc id=\"chart\(index + 1)-text\">"))
      #expect(drawing.contains("<summary>Numbers</summary>"))
    }
  }

  @Test func layoutsAreComparedByWhatTheyShare() throws {
    let layouts = ["[[[0, 1, 2]], [[0, 1, 2]]]", "[[[0, 1, 2]], [[0], [1], [2]]]"]
    let paths = try layouts.enumerated().map { index, layout in
      try ResultsExample.write(
        ResultsExample.summary(
          job: "layout-\(index)", layout: layout, number: index, identity: "\(index)",
          weakness: 0.1 - 0.04 * Double(index)), as: "l\(index)", in: folder)
    }
    let sharing = try #require(section("sharing", of: try RunReport(paths).html))
    #expect(sharing.contains("Hurt the most is 0 with 100.0\u{A0}% shared"))
    #expect(sharing.contains("the least 1 with 50.0\u{A0}% shared"))
    #expect(SharingSection.sharing("[[[0], [1], [2]]]", taskCount: 3) == 0)
    #expect(SharingSection.sharing("layout", taskCount: 3) == nil)
  }

  @Test func modelsAreComparedUnderTheSameAttacks() throws {
    let paths = [
      try ResultsExample.write(
        ResultsExample.summary(job: "clean", identity: "1"), as: "c", in: folder),
      try ResultsExample.write(
        ResultsExample.summary(job: "trained", identity: "2", weakness: 0.02), as: "t",
        in: folder),
    ]
    let models = try #require(section("models", of: try RunReport(paths).html))
    #expect(
      models.contains(
        "the average task is 81.0\u{A0}% worse for clean and 17.0\u{A0}% worse for trained"))
    #expect(models.contains("trained loses less under 12 of 12 attacks"))
    #expect(models.contains("class=\"bar s1\""))
  }

  @Test func flagsDoNotRepeatWhatStandsAboveThem() throws {
    var summary = ResultsExample.summary()
    summary.flags.append(
      .init(
        kind: "single-task-carries",
        explanation: "one task carries the whole attack: 3 of 4 images under x"))
    let path = try ResultsExample.write(summary, as: "a", in: folder)
    let flags = try #require(section("flags", of: try RunReport([path]).html))
    #expect(flags.contains("On these images one task carries the whole attack."))
    #expect(flags.contains("<li>3 of 4 images under x</li>"))
    #expect(flags.contains("<li>&lt;script&gt;"))
  }

  @Test func factsFitNarrowPages() throws {
    let path = try ResultsExample.write(ResultsExample.summary(), as: "a", in: folder)
    let html = try RunReport([path]).html
    #expect(section("provenance", of: html)?.contains("<table class=\"words\"") == true)
    #expect(section("summary", of: html)?.contains("<table class=\"words\"") == false)
    #expect("\(PageStyle.sheet)".contains(".words td { overflow-wrap: anywhere; }"))
  }

  @Test func manyAttacksStaySmall() throws {
    let radii = (1...1000).map(Double.init)
    let path = try ResultsExample.write(
      ResultsExample.summary(radii: radii), as: "many", in: folder)
    let html = try RunReport([path]).html
    #expect(html.utf8.count <= RunReport.largestByteCount)
    #expect(html.contains("The first 400 of 4000 attacks"))
  }

  @Test func anEmptySweepIsAReportToo() throws {
    let path = try ResultsExample.write(
      ResultsExample.summary(radii: []), as: "none", in: folder)
    #expect(TagBalance.problem(in: try RunReport([path]).html) == nil)
  }

  @Test func whatIsNoCompleteRunIsRefused() throws {
    func refusal(_ path: String) -> String {
      do {
        _ = try RunReport([path])
        return "none"
      } catch { return "\(error)" }
    }
    #expect(
      refusal(folder.file("missing")).hasSuffix(
        "expected the results of a complete run, found nothing of that name; give a results directory "
          + "of equipoise run, the one that its job or --output names"))
    try folder.write([1], to: "file")
    #expect(refusal(folder.file("file")).contains("found a file; give a results directory"))
    let empty = try ResultsExample.write(ResultsExample.summary(), as: "empty", in: folder)
    try FileManager.default.removeItem(atPath: "\(empty)/summary.json")
    #expect(
      refusal(empty).contains("found a folder without summary.json; give a results directory"))
    try folder.write([1], to: "empty/journal")
    #expect(refusal(empty).contains("a run that is not complete; equipoise run --resume"))
  }

  @Test func damagedAndForeignSummariesAreRefused() throws {
    func refusal(_ change: (inout RunSummary) -> Void) throws -> String {
      var summary = ResultsExample.summary()
      change(&summary)
      let path = try ResultsExample.write(summary, as: "x", in: folder)
      do {
        _ = try RunReport([path])
        return "none"
      } catch { return "\(error)" }
    }
    #expect(
      try refusal { $0.version = 2 }.hasSuffix(
        "expected equipoise-summary of version 1, found equipoise-summary of version 2"))
    #expect(try refusal { $0.clean = [] }.contains("at least one mode"))
    #expect(try refusal { $0.attacks[1].modes.removeLast() }.contains("of attack 2"))
    #expect(try refusal { $0.attacks[1].modes[0].tasks.removeLast() }.contains("of attack 2"))
    #expect(try refusal { $0.transfer[0].performance[1] = [] }.contains("rows of [3, 0]"))
    let path = try ResultsExample.write(ResultsExample.summary(), as: "y", in: folder)
    let whole = try folder.bytes("y/summary.json")
    try folder.write(whole.prefix(whole.count / 2), to: "y/summary.json")
    #expect(throws: ResultsFolder.Unusable.self) { _ = try RunReport([path]) }
    let text = String(decoding: whole, as: UTF8.self).replacing(
      "\"imageCount\" : 5", with: "\"imageCount\" : \"five\"")
    try folder.write(Array(text.utf8), to: "y/summary.json")
    let error = #expect(throws: ResultsFolder.Unusable.self) { _ = try RunReport([path]) }
    #expect(error?.finding.hasPrefix("at imageCount: ") == true)
  }
}
