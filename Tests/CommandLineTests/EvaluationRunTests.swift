import Foundation
import HDF5Store
import TestSupport
import Testing

/// The determinism contract of `equipoise run`, under a real mpirun: results have the same bytes
/// whatever the number of ranks and threads, the hand-out and interruptions.
@Suite(.serialized) struct EvaluationRunTests {
  /// How a job is run.
  struct Way: CustomStringConvertible {
    let ranks: Int
    let options: [String]

    init(_ ranks: Int, _ threads: Int, _ options: String...) {
      self.ranks = ranks
      self.options = ["--threads", "\(threads)"] + options
    }

    var description: String { ([String(ranks)] + options).joined(separator: " ") }
  }

  /// Every number of ranks with every hand-out and both numbers of threads.
  static let ways = [
    Way(1, 2, "--hand-out", "static"), Way(2, 1), Way(2, 2, "--hand-out", "static"),
    Way(3, 1, "--hand-out", "static"), Way(3, 2), Way(4, 1),
    Way(4, 2, "--hand-out", "static"), Way(4, 1, "--coordination", "dedicated"),
  ]

  @Test func resultsOfAnImportedFolderHaveTheSameBytesHoweverTheyAreComputed() throws {
    try expectSameBytes(.importedFolder, Self.ways, cuts: [0.01, 0.4, 0.97])
  }

  /// The job takes long in a debug build: each number of ranks, threads and hand-out occurs once.
  @Test func resultsOfTheDemoHaveTheSameBytesHoweverTheyAreComputed() throws {
    try expectSameBytes(
      .demo, [Way(2, 2, "--hand-out", "static"), Way(4, 1)], cuts: [0.6])
  }

  /// Runs a job in all ways, then from cuts of its journal on other numbers of ranks.
  private func expectSameBytes(
    _ source: EvaluationStudio.Source, _ ways: [Way], cuts: [Double]
  ) throws {
    let studio = try EvaluationStudio(source)
    let reference = try studio.results(of: "one", ranks: 1, "--threads", "1")
    #expect(reference.keys.sorted() == EvaluationStudio.resultNames)
    func expectReference(_ name: String, _ way: Way) throws {
      let found = try studio.results(of: name, ranks: way.ranks, way.options)
      for file in EvaluationStudio.resultNames {
        #expect(found[file] == reference[file], "\(file) of \(name), \(way)")
      }
    }
    for (index, way) in ways.enumerated() { try expectReference("way\(index)", way) }
    let journal = try studio.bytes("one/journal")
    for (index, share) in cuts.enumerated() {
      try studio.write(
        Array(journal.prefix(Int(Double(journal.count) * share))), to: "part\(index)/journal")
      try expectReference("part\(index)", Way(3 - index, 1, "--resume"))
    }
    // Results that are complete are made again from the journal.
    try expectReference("one", Way(2, 1, "--resume"))
  }

  @Test func anotherJobIsNotContinued() throws {
    let studio = try EvaluationStudio()
    _ = try studio.results(of: "first", ranks: 1, "--threads", "1")
    for (options, fact) in [
      (["--batch-size", "2"], "batch-size"), (["--seed", "9"], "seed"),
      (["--limit", "2"], "data.limit"),
    ] {
      let outcome = try studio.run("first", ranks: 2, ["--resume"] + options)
      #expect(outcome.status == 1)
      #expect(
        outcome.errorOutput.contains("journal belongs to another run: its \(fact) is"),
        "\(outcome.summary)")
    }
    let again = try studio.run("first", ranks: 1, [])
    #expect(again.status == 1)
    #expect(again.errorOutput.contains("or --resume to go on with this run"))
  }

  @Test func anAttackAloneIsTheSameAsInASweep() throws {
    let studio = try EvaluationStudio()
    _ = try studio.results(of: "sweep", ranks: 1, "--threads", "1")
    try studio.writeJob(attacks: EvaluationStudio.lastAttack, name: "alone.yml")
    let outcome = try studio.run("alone", ranks: 1, ["--threads", "1"], job: "alone.yml")
    #expect(outcome.status == 0, "\(outcome.summary)")
    let (sweep, alone) = (try studio.records("sweep"), try studio.records("alone"))
    for column in ["loss", "objective", "largest_change", "depth_zbuffer/strict/abs_err"] {
      let many = try sweep.column(column)
      let one = try alone.column(column)
      // The last attack of each image.
      let width = one.count / EvaluationStudio.imageCount
      for image in 0..<EvaluationStudio.imageCount {
        let end = (image + 1) * many.count / EvaluationStudio.imageCount
        #expect(
          many[end - width..<end].map(\.bitPattern)
            == one[image * width..<(image + 1) * width].map(\.bitPattern), "\(column)")
      }
    }
  }

  @Test func anotherBatchSizeChangesRoundingAlone() throws {
    let studio = try EvaluationStudio()
    _ = try studio.results(of: "single", ranks: 1, "--threads", "1")
    _ = try studio.results(of: "double", ranks: 2, "--threads", "1", "--batch-size", "2")
    let (single, double) = (try studio.records("single"), try studio.records("double"))
    for (one, other) in zip(try single.column("loss"), try double.column("loss")) {
      #expect(abs(one - other) <= 1e-5 * abs(one))
    }
  }

  @Test func examplesOfAllRanksAreOneDataset() throws {
    let studio = try EvaluationStudio()
    try studio.writeJob(
      attacks: EvaluationStudio.lastAttack + "  - {method: fgsm, strategy: total, radius: 2}\n"
        + "adversarial-examples: [f32, u8]\n", name: "kept.yml")
    let outcome = try studio.run("kept", ranks: 3, ["--threads", "1"], job: "kept.yml")
    #expect(outcome.status == 0, "\(outcome.summary)")
    let file = try HDF5File.open(studio.path("kept/adversarial.h5"))
    let values: [Float] = try file.root.dataset("f32").read()
    let pixels: [UInt8] = try file.root.dataset("u8").read()
    #expect(values.count == EvaluationStudio.imageCount * 2 * 33 * 41 * 3)
    #expect(pixels.count == values.count)
    let means: [Float] = [122.678_914_34, 116.668_767_62, 104.006_987_93]
    // Red, green and blue of whole numbers against blue, green and red less the mean.
    for (index, pixel) in pixels.enumerated() {
      let channel = index % 3
      let value = values[index - channel + 2 - channel] + means[channel]
      guard abs(value - Float(pixel)) <= 1 else {
        Issue.record("value \(index): \(value) became \(pixel)")
        return
      }
    }
    let largest = try studio.records("kept").column("largest_change")
    #expect(zip(largest, [8, 2, 8, 2, 8, 2]).allSatisfy { $0 <= $1 + 1e-4 })
  }

  @Test func wrongRequestsEndWithOneSentenceAndNoResults() throws {
    let studio = try EvaluationStudio()
    let missing = try studio.run("a", ranks: 2, [], job: "nowhere.yml")
    #expect(missing.status == 1)
    #expect(missing.errorOutput.contains("nowhere.yml: expected a job file"))
    let data = try studio.run("a", ranks: 2, ["--data", "nothing.h5"])
    #expect(data.status == 1)
    #expect(data.errorOutput.contains("nothing.h5"))
    let checkpoint = try studio.run("a", ranks: 2, ["--checkpoint", "weights.safetensors"])
    #expect(checkpoint.status != 0)
    #expect(!studio.exists("a"))
  }
}
