import Jobs
import Networks
import Testing

@Suite struct OverrideTests {
  @Test("values of the command line take the place of the file's")
  func values() throws {
    var overrides = JobOverrides()
    overrides.output = "elsewhere/{layout}"
    overrides.layout = 7
    overrides.data = "b.h5"
    overrides.limit = 2
    overrides.seed = 9
    overrides.batchSize = 3
    overrides.precision = "bf16"
    overrides.threads = 2
    overrides.handOut = "static"
    overrides.coordination = "shared"
    let job = try EvaluationJob(yaml: JobTexts.base, path: "job.yml", overrides: overrides)
    #expect(job.output == "elsewhere/7" && job.model.layout == .number(7))
    #expect(job.data.file == "b.h5" && job.data.limit == 2 && job.seed == 9)
    #expect(job.batchSize == 3 && job.precision == .bfloat16 && job.threads == 2)
    #expect(job.handOut == .static && job.coordination == .shared)
  }

  @Test("one job with {layout} serves every layout")
  func layouts() throws {
    let text = JobTexts.base(line: 11, "  layout: 0\n  checkpoint: weights/{layout}.model")
    for number in [0, 12, 50] {
      var overrides = JobOverrides()
      overrides.layout = number
      let job = try EvaluationJob(yaml: text, path: "job.yml", overrides: overrides)
      #expect(job.model.weights == .checkpoint(path: "weights/\(number).model"))
    }
  }

  @Test("an impossible value names its option")
  func problems() throws {
    var overrides = JobOverrides()
    overrides.layout = 51
    overrides.limit = 0
    overrides.handOut = "stati"
    overrides.checkpoint = "x.model"
    let problems = JobTexts.problems(JobTexts.base, overrides: overrides)
    try #require(problems.count == 4, "\(problems)")
    #expect(problems[0].hasPrefix("--hand-out: hand-out: expected one of dynamic, static"))
    #expect(problems[1].hasPrefix("--layout: model.layout: expected a number from 0 to 50"))
    #expect(problems[2].hasPrefix("--limit: data.limit: expected a whole number, 1 or more"))
    #expect(problems[3].hasPrefix("job.yml:11:3: model.weights-seed: expected no such key beside"))
  }

  @Test("a value of the command line replaces a wrong one of the file")
  func repair() throws {
    var overrides = JobOverrides()
    overrides.layout = 1
    let text = JobTexts.base(line: 10, "  layout: nonsense")
    #expect(!JobTexts.problems(text).isEmpty)
    #expect(JobTexts.problems(text, overrides: overrides).isEmpty)
  }
}
