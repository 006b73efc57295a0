import Foundation
import TestSupport
import Testing

/// `equipoise demo` with few rooms and few attacks, and `scripts/demo`.
@Suite(.serialized) struct DemoCommandTests {
  private static let models = Project.root.appending(path: "models").path
  private static let job = """
    name: small-demo
    data: {file: rooms.h5, kind: nyuv2, height: 120, width: 160}
    model: {backbone: resnet34-deeplab, normals: decoded, checkpoint: any.safetensors}
    attacks:
      - {method: fgsm, strategy: single, task: [segment_semantic, normal, depth_zbuffer], radius: 8}
      - {method: fgsm, strategy: [total, balanced], radius: [2, 8]}
    bootstrap: {replicates: 100}
    gallery: 1

    """

  private func demo(
    _ folder: TemporaryDirectory, ranks: Int, _ options: String...
  ) throws -> MPIRun.Outcome {
    let job = try folder.write(Array(Self.job.utf8), to: "job.yml")
    return try MPIRun.launch(
      ranks: ranks, executable: "equipoise",
      arguments: ["demo", "--job", job, "--images", "2", "--threads", "1"] + options,
      timeout: .seconds(120))
  }

  private static let hasModels = FileManager.default.fileExists(
    atPath: "\(models)/demo-trained.safetensors")

  @Test(.enabled(if: hasModels)) func theAnswerIsTheSameOnAnyNumberOfRanks() throws {
    let folder = try TemporaryDirectory()
    var answers: [String] = []
    for ranks in [1, 2] {
      let output = folder.file("demo\(ranks)")
      let outcome = try demo(folder, ranks: ranks, "--models", Self.models, "--output", output)
      #expect(outcome.status == 0, "\(outcome.summary)")
      #expect(outcome.output.contains("Report: \(output)/report.html\n"))
      #expect(FileManager.default.fileExists(atPath: "\(output)/report.html"))
      answers.append(outcome.output.replacing(output, with: "FOLDER"))
    }
    #expect(answers[0] == answers[1])
    #expect(answers[0].contains("Of 7 attacks, "))
    #expect(answers[0].contains("Attacks on one task (fgsm linf radius 8)"))
    #expect(answers[0].contains("trained loses less under "))
  }

  @Test func whatIsMissingIsToldInOneSentence() throws {
    let folder = try TemporaryDirectory()
    let none = try demo(folder, ranks: 2, "--models", folder.path, "--output", folder.file("d"))
    #expect(none.status == 1)
    #expect(
      none.errorOutput.hasPrefix(
        "equipoise: error: \(folder.file("demo-clean.safetensors")): expected one of the bundled "
          + "models, found nothing;"), "\(none.summary)")
    for name in ["clean", "trained"] { try folder.write([0], to: "demo-\(name).safetensors") }
    let taken = try demo(folder, ranks: 1, "--models", folder.path, "--output", folder.path)
    #expect(taken.status == 1)
    #expect(taken.errorOutput.contains("expected a folder that is not there yet"))
  }

  @Test(.enabled(if: hasModels)) func theScriptSetsUpBuildsAndRuns() throws {
    let machine = StandInMachine(
      swift: "[ \"$1\" = build ] && echo \"swift $*\" || echo 'Swift version 6.3.1'")
    let outcome = try machine.run(script: "demo", ["--images", "4"])
    #expect(outcome.status == 0, "\(outcome.summary)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "setup: everything is there")
    #expect(lines.contains("swift build -c release --product equipoise"))
    #expect(lines.last?.hasPrefix("demo: ran for ") == true)
  }

  @Test(.enabled(if: hasModels)) func theScriptNamesAMissingToolchain() throws {
    let outcome = try StandInMachine(swift: nil).run(script: "demo")
    #expect(outcome.status == 1)
    #expect(outcome.errorOutput.hasPrefix("setup: no Swift toolchain on PATH"))
    #expect(outcome.errorOutput.split(separator: "\n").count == 1)
    let withoutMPI = try StandInMachine(hasMPIRun: false).run(script: "demo")
    #expect(withoutMPI.status == 1)
    #expect(withoutMPI.errorOutput.contains("missing: mpirun"))
  }
}
