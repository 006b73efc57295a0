import Attacks
import Jobs
import Kernels
import Networks
import Tasks
import Testing
import Training

@Suite struct ShippedTrainingTests {
  private func jobs() throws -> [TrainingJob] {
    try ShippedJobs.trainings().map { name, text in
      #expect(TrainingTexts.problems(text) == [], "\(name)")
      let job = try TrainingJob(yaml: text, path: name)
      #expect("\(job.name).yml" == name)
      return job
    }
  }

  private func recipes() throws -> [TrainingJob] {
    try jobs().filter { $0.name.hasPrefix("train-") }
  }

  @Test func theRecipesCoverDataBackbonesAttacksAndStrategies() throws {
    let names = try recipes().map { job in
      let attack = job.attack.map {
        " \($0.attack.methodName.rawValue) \($0.attack.strategyName.rawValue)"
      }
      return "\(job.data.kind.rawValue) \(job.model.backbone.kind.rawValue)\(attack ?? "")"
    }
    var expected: Set<String> = []
    for kind in ["nyuv2", "taskonomy"] {
      for backbone in ["resnet34-deeplab", "mobilenetv2"] {
        expected.insert("\(kind) \(backbone)")
        for attack in ["fgsm", "pgd"] {
          for strategy in ["balanced", "total", "single"] {
            expected.insert("\(kind) \(backbone) \(attack) \(strategy)")
          }
        }
      }
    }
    #expect(names.count == expected.count && Set(names) == expected)
  }

  @Test func theRecipesHaveThePublishedNumbers() throws {
    for job in try recipes() {
      let isNYUv2 = job.data.kind == .nyuv2
      let isClean = job.attack == nil
      #expect(
        job.optimizer == .adam(.init(firstDecay: 0.5, secondDecay: 0.999, weightDecay: 1e-4)))
      #expect(
        job.learningRate
          == (isNYUv2
            ? LearningRate(base: 1e-3, decay: .steps(interval: 4000, factor: 0.5))
            : LearningRate(base: 1e-4, decay: .steps(interval: 10_000, factor: 0.3))),
        "\(job.name)")
      #expect(job.length == .iterations(isNYUv2 ? 20_000 : 50_000))
      #expect(job.batchSize == (isClean ? isNYUv2 ? 16 : 8 : 64))
      #expect(job.data.height == (isNYUv2 ? 321 : 224) && job.data.width == job.data.height)
      #expect(job.weighting == .fixed([Double](repeating: 1, count: isNYUv2 ? 3 : 5)))
      #expect(job.isAugmented && job.data.split == "train")
      #expect(job.mode == (isClean ? .clean : .cleanThenAdversarial))
      guard let attack = job.attack else { continue }
      #expect(attack.radius.pixels == 8 && attack.norm == .maximum)
      #expect(attack.attack.method.stepCount == (attack.attack.methodName == .pgd ? 10 : 1))
      #expect(!attack.attack.description.contains("random-start=true"))
    }
  }

  @Test func everyLayoutHasAFolderOfItsOwn() throws {
    let item = try #require(try ShippedJobs.trainings().first { $0.name.hasPrefix("train-") })
    var overrides = JobOverrides()
    let folders = try (0..<51).map { number in
      overrides.layout = number
      return try TrainingJob(yaml: item.text, path: item.name, overrides: overrides).output
    }
    #expect(Set(folders).count == 51)
  }
}
