import Attacks
import Jobs
import Kernels
import Networks
import Tasks
import Testing

@Suite struct DecodingTests {
  @Test("the least job has the documented defaults")
  func defaults() throws {
    let job = try EvaluationJob(yaml: JobTexts.base, path: "job.yml")
    #expect(job.name == "base")
    #expect(
      job.data
        == DataSelection(file: "data/nyuv2.h5", kind: .nyuv2, split: "test", height: 64, width: 64))
    #expect(job.model.backbone == .resNet34DeepLab(stageWidths: [8, 16, 32, 64]))
    #expect(job.model.headWidth == 32)
    #expect(job.model.conventions == TaskConvention.nyuv2(normals: .rawBGR))
    #expect(job.model.layout == .shared && job.model.weights == .seed(1))
    #expect(job.attacks.count == 1)
    #expect(job.attacks.first?.norm == .maximum && job.attacks.first?.radius == PixelBudget(8))
    #expect(job.seed == 0 && job.batchSize == 1 && job.precision == .float32)
    #expect(!job.recordsSteps && job.metricModes == [.paper, .strict])
    #expect(job.handOut == .dynamic && job.coordination == .auto)
    #expect(job.threads == nil && job.ranks == nil && job.output == "results/base")
    #expect(job.adversarialExamples.isEmpty && job.bootstrap == BootstrapSettings())
    #expect(job.bootstrap.replicates == 1000 && job.bootstrap.level == 0.95)
  }

  @Test("every key reaches the job")
  func everyKey() throws {
    let job = try EvaluationJob(
      yaml: """
        # A comment, and keys in another order.
        seed: 18446744073709551615
        batch-size: 4
        precision: bf16
        record-steps: true
        metrics: [strict]
        bootstrap: {replicates: 200, level: 0.9}
        adversarial-examples: [u8, f32]
        output: "results/{layout}/x"
        hand-out: static
        coordination: dedicated
        threads: 2
        ranks: 8
        attacks:
          - {method: pgd, steps: 3, strategy: single, task: normal, norm: l2, radius: 1000.5}
        model:
          backbone: mobilenetv2
          width-multiplier: 0.25
          head-width: 16
          tasks: [segment_semantic, normal]
          classes: 13
          normals: decoded
          layout: 2
          checkpoint: 'weights/{layout}.model'
        data: {file: a b.h5, kind: nyuv2, split: train, limit: 3, height: 33, width: 47}
        name: all-0.1_x
        """, path: "job.yml")
    #expect(job.name == "all-0.1_x" && job.seed == .max && job.batchSize == 4)
    #expect(job.precision == .bfloat16 && job.recordsSteps && job.metricModes == [.strict])
    #expect(job.bootstrap == BootstrapSettings(replicates: 200, level: 0.9))
    #expect(job.adversarialExamples == [.pixels, .float32])
    #expect(job.output == "results/2/x" && job.handOut == .static)
    #expect(job.coordination == .dedicated && job.threads == 2 && job.ranks == 8)
    #expect(
      job.data
        == DataSelection(
          file: "a b.h5", kind: .nyuv2, split: "train", limit: 3, height: 33, width: 47))
    #expect(job.model.backbone == .mobileNetV2(try MobileNetV2(widthMultiplier: 0.25)))
    #expect(job.model.tasks == [.segmentation, .normals])
    #expect(
      job.model.conventions == [try .segmentation(classes: 13), .normals(.decoded)])
    #expect(
      job.model.layout == .number(2) && job.model.weights == .checkpoint(path: "weights/2.model"))
    let attack = try #require(job.attacks.first)
    #expect(attack.norm == .euclidean && attack.radius == PixelBudget(1000.5))
    #expect(attack.attack.strategy == .single(task: "normal"))
  }

  @Test("Taskonomy brings its five tasks, 17 weighted classes and decoded normals")
  func taskonomy() throws {
    let job = try EvaluationJob(
      yaml: JobTexts.base(line: 4, "  kind: taskonomy"), path: "job.yml")
    #expect(job.model.conventions == TaskConvention.publishedTaskonomy)
    #expect(
      job.model.conventions
        == (try TaskConvention.taskonomy(classWeights: TaskConvention.taskonomyClassWeights)))
    #expect(TaskConvention.taskonomyClassWeights.count == 17)
  }

  @Test("a layer description needs its path, and numbers of layouts need coarse blocks")
  func prototxt() throws {
    let text = """
      backbone: prototxt
        prototxt: nets/a.prototxt
        coarse-blocks: [1, 2]
        layout: 3
        checkpoint: a.model
      """
    let job = try EvaluationJob(
      yaml: JobTexts.base.replacing(
        """
        backbone: resnet34-deeplab
          stage-widths: [8, 16, 32, 64]
          head-width: 32
          weights-seed: 1
        """, with: text), path: "job.yml")
    #expect(job.model.prototxtPath == "nets/a.prototxt")
    #expect(job.model.backbone.mapping == (try BlockMapping([[0], [1, 2]])))
    #expect(job.model.layout == .number(3))
  }

  @Test(
    "layouts by number, by word and spelled out",
    arguments: [
      ("50", LayoutSelection.number(50)), ("shared", .shared), ("separate", .separate),
    ])
  func layouts(text: String, expected: LayoutSelection) throws {
    let model = try layoutModel(text)
    #expect(model.layout == expected)
    let layout = try model.description().layout
    #expect(layout.blockCount == 17 && layout.taskCount == 3)
  }

  @Test("a layout spelled out keeps the order of its sets")
  func layoutBlocks() throws {
    let text = "[[[0, 1, 2]], [[0, 1, 2]], [[0, 1, 2]], [[0, 1, 2]], [[0], [2], [1]]]"
    let model = try layoutModel(text)
    #expect(model.layout == .blocks(try TreeLayout(parsing: text)))
    #expect(try model.description().layout.blocks.last == [[0], [2], [1]])
  }

  private func layoutModel(_ layout: String) throws -> ModelSelection {
    try EvaluationJob(
      yaml: JobTexts.base(line: 10, "  head-width: 32\n  layout: \(layout)"), path: "job.yml"
    ).model
  }

  @Test("the number of ranks is held against the job's")
  func rankCount() throws {
    var job = try EvaluationJob(yaml: JobTexts.base, path: "job.yml")
    try job.check(rankCount: 3)
    job.ranks = 4
    try job.check(rankCount: 4)
    #expect(throws: JobMismatch("ranks", of: "mpirun", expected: "4", found: "3")) {
      try job.check(rankCount: 3)
    }
  }

  @Test("the data set file is held against the job's kind and tasks")
  func dataMismatch() throws {
    let job = try EvaluationJob(yaml: JobTexts.base, path: "job.yml")
    let tasks = job.model.tasks
    try job.data.check(kind: .nyuv2, tasks: tasks, for: tasks)
    #expect(throws: JobMismatch.self) {
      try job.data.check(kind: .taskonomy, tasks: tasks, for: tasks)
    }
    #expect(throws: JobMismatch.self) {
      try job.data.check(kind: .nyuv2, tasks: [.depth], for: tasks)
    }
  }

  @Test("the summary names what matters")
  func summary() throws {
    let text = try EvaluationJob(yaml: JobTexts.base, path: "job.yml").summary
    for word in ["base", "data/nyuv2.h5", "64x64", "fgsm", "balanced", "radius 8", "seed 1"] {
      #expect(text.contains(word), "\(word)")
    }
  }
}
