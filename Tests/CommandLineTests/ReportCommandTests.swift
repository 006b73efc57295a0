import Foundation
import TestSupport
import Testing

/// `equipoise report`, and the page that a run makes of itself.
@Suite(.serialized) struct ReportCommandTests {
  private func report(_ arguments: String...) throws -> MPIRun.Outcome {
    try MPIRun.launchSingleton(executable: "equipoise", arguments: ["report"] + arguments)
  }

  @Test func aRunMakesAPageWithPicturesOfItself() throws {
    let studio = try EvaluationStudio()
    try studio.writeJob(
      attacks: EvaluationStudio.lastAttack + "record-steps: true\ngallery: 3\n", name: "page.yml")
    let outcome = try studio.run("page", ranks: 2, ["--threads", "1"], job: "page.yml")
    #expect(outcome.status == 0, "\(outcome.summary)")
    let page = String(decoding: try studio.bytes("page/report.html"), as: UTF8.self)
    #expect(page.contains("<section id=\"gallery\">") && page.contains("<section id=\"steps\">"))
    // Input, perturbation, attacked input, and three pictures of three tasks, for three images.
    #expect(page.components(separatedBy: "data:image/png;base64,").count == 3 * 12 + 1)

    let again = try report(studio.path("page"), "--output", studio.path("again.html"))
    #expect(again.status == 0, "\(again.summary)")
    #expect(again.output == studio.path("again.html") + "\n")
    #expect(try studio.bytes("again.html") == studio.bytes("page/report.html"))
  }

  @Test func aJobMayWantNoGallery() throws {
    let studio = try EvaluationStudio()
    try studio.writeJob(attacks: EvaluationStudio.lastAttack + "gallery: 0\n", name: "bare.yml")
    let outcome = try studio.run("bare", ranks: 1, ["--threads", "1"], job: "bare.yml")
    #expect(outcome.status == 0, "\(outcome.summary)")
    #expect(!studio.exists("bare/gallery.h5"))
    #expect(studio.exists("bare/report.html"))
  }

  @Test func wrongDirectoriesAreToldInOneSentence() throws {
    let folder = try TemporaryDirectory()
    let missing = try report(folder.file("nothing"))
    #expect(missing.status == 1)
    #expect(
      missing.errorOutput
        == "equipoise: error: \(folder.file("nothing")): expected the results of a complete run, "
        + "found nothing of that name; give a results directory of equipoise run, the one that its "
        + "job or --output names\n")
    let none = try report()
    #expect(none.status == 64)
  }
}
