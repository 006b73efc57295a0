import Foundation
import TestSupport
import Testing

/// What a new user may do wrong, and what the program says to it.
@Suite(.serialized) struct NewUserTests {
  @Test func threeWrongLinesAreThreeErrorsInOneRun() throws {
    let folder = try TemporaryDirectory()
    let job = """
      name: wrong
      data: {file: rooms.h5, kind: nyuv2, height: 33, widht: 41}
      model:
        backbone: resnet34-deeplab
        weights-seed: minus one
      attacks:
        - method: pgd
          strategy: balanced
          radius: 8
      """
    let path = try folder.write(Array(job.utf8), to: "wrong.yml")
    let outcome = try MPIRun.launch(
      ranks: 2, executable: "equipoise", arguments: ["run", path], timeout: .seconds(60))
    #expect(outcome.status == 1)
    for place in ["\(path):2:", "\(path):5:", "\(path):7:"] {
      #expect(
        outcome.errorOutput.components(separatedBy: place).count == 2
          || place.hasSuffix(":2:") && outcome.errorOutput.contains(place),
        "\(place)\n\(outcome.summary)")
    }
    #expect(outcome.errorOutput.contains("did you mean width?"))
  }

  @Test func aMissingDataSetSaysHowToMakeOne() throws {
    let studio = try EvaluationStudio()
    let outcome = try studio.run("a", ranks: 1, ["--data", "nothing.h5"])
    #expect(outcome.status == 1)
    #expect(
      outcome.errorOutput.contains("equipoise synthesize or equipoise import makes"),
      "\(outcome.summary)")
  }

  @Test(arguments: [
    (["inspect", "nothing.h5"], "equipoise synthesize and equipoise import make data set files"),
    (["inspect", "."], "give a results directory of equipoise run"),
    (["import", "nyuv2", "nothing", "-o", "x.h5"], "docs/dataset-format.md says what is imported"),
    (["import", "nyuv2-labeled", "nothing.mat", "-o", "x.h5"], "docs/dataset-format.md says"),
    (["import", "taskonomy", "nothing", "-o", "x.h5"], "docs/dataset-format.md says"),
  ])
  func whatIsMissingSaysHowToGoOn(_ arguments: [String], _ advice: String) throws {
    let outcome = try MPIRun.launchSingleton(executable: "equipoise", arguments: arguments)
    #expect(outcome.status == 1)
    #expect(outcome.errorOutput.hasPrefix("equipoise: error: "), "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("; \(advice)"), "\(outcome.summary)")
  }

  @Test func aReportThatCannotBeWrittenSaysWhereElse() throws {
    let studio = try EvaluationStudio()
    let run = try studio.run("a", ranks: 1, ["--limit", "1"])
    #expect(run.status == 0, "\(run.summary)")
    let outcome = try MPIRun.launchSingleton(
      executable: "equipoise",
      arguments: ["report", studio.path("a"), "--output", studio.path("job.yml/report.html")])
    #expect(outcome.status == 1)
    #expect(outcome.errorOutput.contains("Not a directory"), "\(outcome.summary)")
    #expect(
      outcome.errorOutput.contains("; --output names another place"), "\(outcome.summary)")
  }

  @Test func anUnreadableCheckpointIsNamed() throws {
    let studio = try EvaluationStudio()
    try studio.write([1, 2, 3, 4, 5, 6, 7, 8, 9], to: "weights.safetensors")
    try studio.writeJob(
      attacks: EvaluationStudio.lastAttack, name: "file.yml",
      weights: "checkpoint: \(studio.path("weights.safetensors"))")
    let outcome = try studio.run("a", ranks: 2, [], job: "file.yml")
    #expect(outcome.status == 1)
    #expect(outcome.errorOutput.contains(studio.path("weights.safetensors")), "\(outcome.summary)")
    #expect(!studio.exists("a"))
  }

  @Test func aPlaceBelowAFileIsRefusedInTheSystemsWords() throws {
    let studio = try EvaluationStudio()
    let outcome = try studio.run("job.yml/results", ranks: 1, [])
    #expect(outcome.status == 1)
    #expect(outcome.errorOutput.contains("Not a directory"), "\(outcome.summary)")
    #expect(!outcome.errorOutput.contains("NSCocoa"))
  }

  @Test func withoutMpirunARunIsOneRankAndMoreRanksThanImagesAreNoHarm() throws {
    let studio = try EvaluationStudio()
    try studio.writeJob(attacks: EvaluationStudio.lastAttack, name: "one.yml")
    let alone = try MPIRun.launchSingleton(
      executable: "equipoise",
      arguments: ["run", studio.path("one.yml"), "--limit", "1", "--output", studio.path("alone")])
    #expect(alone.status == 0, "\(alone.summary)")
    let many = try studio.run("many", ranks: 4, ["--limit", "1", "--threads", "1"], job: "one.yml")
    #expect(many.status == 0, "\(many.summary)")
    for name in EvaluationStudio.resultNames {
      #expect(try studio.bytes("alone/\(name)") == studio.bytes("many/\(name)"), "\(name)")
    }
  }

  @Test func logsAndResultsHaveNoEscapeSequences() throws {
    let studio = try EvaluationStudio()
    let outcome = try studio.run("plain", ranks: 1, ["--limit", "1"])
    #expect(outcome.status == 0, "\(outcome.summary)")
    #expect(!outcome.output.contains("\u{1B}") && !outcome.errorOutput.contains("\u{1B}"))
    let quiet = try studio.run("quiet", ranks: 1, ["--limit", "1", "--quiet"])
    #expect(quiet.status == 0)
    #expect(quiet.errorOutput.isEmpty, "\(quiet.summary)")
  }
}
