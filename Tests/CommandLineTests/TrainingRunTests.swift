import Foundation
import TestSupport
import Testing

/// The determinism contract of `equipoise train`: the same job gives the same bytes, whatever
/// interrupts it.
@Suite(.serialized, TrainedStudio()) struct TrainingRunTests {
  private static let names = (1...TrainingStudio.iterations).map {
    "checkpoint-00000000\($0).safetensors"
  }

  @Test func aKilledTrainingEndsInTheSameBytes() throws {
    let studio = try TrainedStudio.shared
    let reference = try studio.results(in: "whole")
    #expect(try studio.checkpoints("whole") == [Self.names[7], Self.names[8]])
    #expect(try studio.results(of: "again") == reference)
    #expect(studio.rowCount("whole") == 2 * TrainingStudio.iterations)
    var random = SeededGenerator(seed: 20)
    for attempt in 0..<2 {
      // Killed in the middle of some step, checkpoint or measurement, and again after that.
      let name = "killed\(attempt)"
      for _ in 0..<3 {
        let rows = Int(random.next() % UInt64(2 * TrainingStudio.iterations - 1))
        let run = try BackgroundCommand(studio.arguments(name, ["--resume"]), in: studio.url)
        run.wait { studio.rowCount(name) > rows }
        usleep(UInt32(random.next() % 20_000))
        run.send(SIGKILL)
        _ = try run.end()
      }
      #expect(try studio.results(of: name, "--resume") == reference, "\(name)")
      #expect(
        try studio.bytes("\(name)/checkpoints/\(Self.names[8])")
          == studio.bytes("whole/checkpoints/\(Self.names[8])"))
    }
  }

  @Test func aSignalStopsAfterACheckpoint() throws {
    let studio = try TrainedStudio.shared
    let reference = try studio.results(in: "whole")
    let run = try BackgroundCommand(studio.arguments("stopped"), in: studio.url)
    run.wait { studio.rowCount("stopped") >= 5 }
    // Asleep, so that it is still there when the other has found it.
    run.send(SIGSTOP)
    let other = try studio.train("stopped", "--resume")
    #expect(other.status == 1)
    #expect(other.errorOutput.contains("found to be held by process"), "\(other.summary)")
    run.send(SIGUSR1)
    run.send(SIGCONT)
    let (status, output) = try run.end()
    #expect(status == 75, "\(output)")
    #expect(output.contains("--resume goes on from here"))
    let checkpoint = try #require(try studio.checkpoints("stopped").last)
    #expect(Self.names.dropFirst().dropLast().contains(checkpoint))
    #expect(!studio.exists("stopped/model.safetensors"))
    #expect(try studio.results(of: "stopped", "--resume") == reference)
    // A complete training is left as it is.
    #expect(try studio.results(of: "stopped", "--resume") == reference)
    let anew = try studio.train("stopped")
    #expect(anew.status == 1)
    #expect(anew.errorOutput.contains("or --resume to go on with this run"), "\(anew.summary)")
  }

  @Test func damagedCheckpointsArePassedOver() throws {
    let studio = try TrainedStudio.shared
    let reference = try studio.results(in: "whole")
    try studio.copy("whole", to: "damaged")
    let last = "damaged/checkpoints/\(Self.names[8])"
    // One bit of a number in the middle.
    var bytes = try studio.bytes(last)
    bytes[bytes.count * 2 / 3] ^= 4
    try studio.write(bytes, to: last)
    let outcome = try studio.train("damaged", "--resume")
    #expect(outcome.status == 0, "\(outcome.summary)")
    #expect(outcome.errorOutput.contains("\(Self.names[8]): expected values of the digest"))
    #expect(outcome.errorOutput.contains("going on from the checkpoint before"))
    #expect(try studio.results(in: "damaged") == reference)
    try studio.write(Array(bytes.prefix(bytes.count / 2)), to: last)
    try studio.write([], to: "damaged/checkpoints/\(Self.names[7])")
    let none = try studio.train("damaged", "--resume")
    #expect(none.status == 1)
    #expect(none.errorOutput.contains("\(Self.names[8])"), "\(none.summary)")
  }

  @Test func anotherTrainingIsNotContinued() throws {
    let studio = try TrainedStudio.shared
    try studio.copy("whole", to: "continued")
    for (from, to, fact) in [
      ("radius: 8", "radius: 4", "attack"), ("batch-size: 2", "batch-size: 3", "batch-size"),
      ("adam, weight-decay: 1e-4", "adam", "optimizer"), ("seed: 4", "seed: 5", "seed"),
      ("weights-seed: 3", "weights-seed: 6", "digest of the model to start from"),
      ("height: 33", "height: 35", "data.size"),
    ] {
      try studio.write(Array(studio.job().replacing(from, with: to).utf8), to: "other.yml")
      let outcome = try studio.train("continued", "--resume", job: "other.yml")
      #expect(outcome.status == 1)
      #expect(
        outcome.errorOutput.contains("training.json belongs to another run: its \(fact) is"),
        "\(outcome.summary)")
    }
    // Longer is the same training, prolonged.
    try studio.write(Array(studio.job(iterations: 11).utf8), to: "longer.yml")
    let longer = try studio.train("continued", "--resume", job: "longer.yml")
    #expect(longer.status == 0, "\(longer.summary)")
    #expect(studio.rowCount("continued") == 22)
  }

  /// What is named is a checkpoint to go on from, not one that was found damaged.
  @Test func aLossThatIsNotFiniteEndsTheTraining() throws {
    let studio = try TrainedStudio.shared
    func wild(_ name: String, iterations: Int) throws -> MPIRun.Outcome {
      // A first step as any, a second one far too long.
      let job = studio.job(rate: "1e5", iterations: iterations, interval: 100).replacing(
        "decay: steps, interval: 4, factor: 0.5", with: "warm-up: 6, warm-up-start: 1e-9")
      try studio.write(Array(job.utf8), to: "wild.yml")
      return try studio.train(name, "--resume", job: "wild.yml")
    }
    let outcome = try wild("wild", iterations: 20)
    #expect(outcome.status == 1)
    let words = outcome.errorOutput
    #expect(words.contains("expected a finite number, found"), "\(outcome.summary)")
    #expect(words.contains("loss of "), "\(outcome.summary)")
    #expect(words.contains("the last good checkpoint is none"), "\(outcome.summary)")
    #expect(try wild("wilder", iterations: 1).status == 0)
    let good = "wilder/checkpoints/\(Self.names[0])"
    var bytes = try studio.bytes(good)
    bytes[bytes.count / 2] ^= 4
    try studio.write(bytes, to: "wilder/checkpoints/\(Self.names[1])")
    let again = try wild("wilder", iterations: 20)
    #expect(again.status == 1)
    #expect(again.errorOutput.contains("loss of "), "\(again.summary)")
    #expect(
      again.errorOutput.contains("the last good checkpoint is \(studio.path(good))"),
      "\(again.summary)")
  }

  @Test func theModelIsOneThatRunTakes() throws {
    let studio = try TrainedStudio.shared
    let job = """
      name: check
      data: {file: \(studio.path("rooms.h5")), kind: nyuv2, height: 33, width: 41}
      model:
        backbone: resnet34-deeplab
        normals: decoded
        layout: 1
        checkpoint: \(studio.path("whole/model.safetensors"))
      attacks: [{method: fgsm, strategy: balanced, radius: 4}]
      output: \(studio.path("check"))
      """
    // So is a checkpoint, with what the trainer keeps beside the parameters.
    try studio.write(Array(job.utf8), to: "check.yml")
    let last = "whole/checkpoints/\(Self.names[8])"
    let other = try MPIRun.launchSingleton(
      executable: "equipoise",
      arguments: [
        "run", studio.path("check.yml"), "--checkpoint", studio.path(last), "--output",
        studio.path("other"),
      ])
    #expect(other.status == 0, "\(other.summary)")
    let outcome = try MPIRun.launchSingleton(
      executable: "equipoise", arguments: ["run", studio.path("check.yml")])
    #expect(outcome.status == 0, "\(outcome.summary)")
    // The measurement at the end of the training is that of the evaluation.
    let bytes = try studio.bytes("check/summary.csv")
    #expect(try studio.bytes("other/summary.csv") == bytes)
    let summary = String(decoding: bytes, as: UTF8.self)
    let measured = String(decoding: try studio.bytes("whole/validation.csv"), as: UTF8.self)
    let row = try #require(measured.split(separator: "\n").last { $0.contains("strict,depth") })
    let value = try #require(row.split(separator: ",").last)
    #expect(summary.contains(value), "\(row) in \(summary)")
  }

  @Test func wrongRequestsEndWithOneSentence() throws {
    let studio = try TrainedStudio.shared
    for (from, to, words) in [
      ("mode:", "mod:", "did you mean mode?"), ("kind: nyuv2", "kind: taskonomy", "data.kind"),
      ("rooms.h5", "none.h5", "none.h5"), ("limit: 2", "split: val", "expected one of the splits"),
      ("height: 33\n  width: 41", "height: 1\n  width: 1", "more than one value per channel"),
    ] {
      try studio.write(Array(studio.job().replacing(from, with: to).utf8), to: "wrong.yml")
      let outcome = try studio.train("wrong", job: "wrong.yml")
      #expect(outcome.status == 1, "\(outcome.summary)")
      #expect(outcome.errorOutput.contains(words), "\(outcome.summary)")
    }
    let missing = try studio.train("x", job: "none.yml")
    #expect(missing.status == 1)
    #expect(missing.errorOutput.contains("expected a job file"), "\(missing.summary)")
  }
}
