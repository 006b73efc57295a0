import Attacks
import Kernels
import Networks
import Tasks
import Testing
import Training

@testable import Jobs

@Suite struct TrainingDecodingTests {
  private func job(_ text: String) throws -> TrainingJob {
    try TrainingJob(yaml: text, path: "job.yml")
  }

  @Test func theLeastHasTheDefaults() throws {
    let job = try job(TrainingTexts.base)
    #expect(job.name == "base")
    #expect(job.data.split == "train")
    #expect(job.isAugmented)
    #expect(job.mode == .clean && job.attack == nil)
    #expect(job.optimizer == .adam())
    #expect(job.learningRate == LearningRate(base: 1e-3))
    #expect(job.weighting == .fixed([1, 1, 1]))
    #expect(job.largestGradientNorm == nil)
    #expect(job.batchSize == 4 && job.length == .iterations(100))
    #expect(job.seed == 0 && job.batchNorm == .local && job.exchange == .root)
    #expect(job.recomputation == .none && job.precision == .float32)
    #expect(job.validation == nil)
    #expect(job.checkpointInterval == 1000 && job.keptCheckpointCount == 3)
    #expect(job.threads == nil && job.ranks == nil)
    #expect(job.output == "results/base")
  }

  @Test func everythingIsTaken() throws {
    let text = """
      name: all
      data: {file: d.h5, kind: nyuv2, split: other, limit: 12, height: 33, width: 47}
      augmentation: false
      model: {backbone: resnet34-deeplab, checkpoint: a.safetensors, layout: 12, classes: 3}
      mode: clean-then-adversarial
      attack: {method: pgd, steps: 3, strategy: balanced, random-start: true, radius: 8}
      optimizer: {method: sgd, momentum: 0.9, nesterov: true, weight-decay: 1e-4}
      learning-rate:
        base: 0.1
        decay: steps
        interval: 40
        factor: 0.5
        warm-up: 10
        warm-up-start: 0.1
      task-weights: [1, 20, 0]
      class-weights: [1, 0.5, 0]
      gradient-limit: 2.5
      batch-size: 7
      epochs: 3
      seed: 9
      batch-norm: synchronised
      exchange: sharded
      bucket-size: 64
      buckets-in-flight: 3
      recomputation: blocks
      precision: bf16
      validation: {every: 5, split: val, limit: 4, height: 65, width: 66}
      checkpoints: {every: 20, keep: 2}
      output: out/{layout}
      threads: 2
      ranks: 4
      """
    let job = try job(text)
    #expect(job.data.split == "other" && job.data.limit == 12)
    #expect(!job.isAugmented)
    #expect(job.mode == .cleanThenAdversarial)
    #expect(job.attack?.radius.pixels == 8 && job.attack?.attack.methodName == .pgd)
    #expect(
      job.optimizer == .descent(.init(momentum: 0.9, isNesterov: true, weightDecay: 1e-4)))
    #expect(
      job.learningRate
        == LearningRate(
          base: 0.1, decay: .steps(interval: 40, factor: 0.5), warmUp: 10, warmUpStart: 0.1))
    #expect(job.weighting == .fixed([1, 20, 0]))
    #expect(job.model.conventions[0].target == .classes(count: 3, weights: [1, 0.5, 0]))
    #expect(job.largestGradientNorm == 2.5)
    #expect(job.length == .epochs(3))
    #expect(job.iterationCount(imageCount: 12) == 6)
    #expect(job.iterationCount(imageCount: 14) == 6)
    #expect(job.iterationCount(imageCount: 15) == 9)
    #expect(job.seed == 9 && job.batchNorm == .synchronised && job.exchange == .sharded)
    #expect(job.bucketSize == 64 && job.bucketsInFlight == 3)
    #expect(job.recomputation == .blocks && job.precision == .bfloat16)
    #expect(
      job.validation
        == ValidationSettings(interval: 5, split: "val", limit: 4, height: 65, width: 66))
    #expect(job.checkpointInterval == 20 && job.keptCheckpointCount == 2)
    #expect(job.output == "out/12" && job.threads == 2 && job.ranks == 4)
  }

  @Test func aCosineLastsAsLongAsTheTraining() throws {
    let rate = "learning-rate: {base: 1e-3, decay: cosine, floor: 1e-5}"
    let text = TrainingTexts.base(line: 15, rate).replacing("  base: 1e-3\n", with: "")
    #expect(try job(text).learningRate.decay == .cosine(count: 100, floor: 1e-5))
    let long = text.replacing("floor:", with: "length: 7, floor:")
    #expect(try job(long).learningRate.decay == .cosine(count: 7, floor: 1e-5))
    let epochs = text.replacing("iterations: 100", with: "epochs: 2")
    #expect(TrainingTexts.problems(epochs).count == 1)
    #expect(TrainingTexts.problems(epochs)[0].contains("learning-rate.length"))
  }

  @Test func theCommandLineTakesThePlaceOfKeys() throws {
    var overrides = JobOverrides()
    overrides.output = "o"
    overrides.checkpoint = "c"
    overrides.seed = 5
    overrides.limit = 3
    overrides.threads = 2
    overrides.data = "d"
    let text = TrainingTexts.base.replacing("weights-seed: 1", with: "checkpoint: x")
    let job = try TrainingJob(yaml: text, path: "job.yml", overrides: overrides)
    #expect(job.output == "o" && job.seed == 5 && job.threads == 2)
    #expect(job.model.weights == .checkpoint(path: "c"))
    #expect(job.data.limit == 3 && job.data.file == "d")
  }

  @Test func anotherNumberOfRanksIsRefused() throws {
    let job = try job(TrainingTexts.base(adding: "ranks: 2"))
    try job.check(rankCount: 2)
    #expect(throws: JobMismatch.self) { try job.check(rankCount: 3) }
  }
}
