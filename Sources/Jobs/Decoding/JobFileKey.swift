internal import Networks
internal import Tasks

/// The keys of an evaluation job.
enum JobFileKey: String, JobKey {
  case name
  case data
  case model
  case attacks
  case seed
  case batchSize = "batch-size"
  case precision
  case recordSteps = "record-steps"
  case metrics
  case bootstrap
  case adversarialExamples = "adversarial-examples"
  case gallery
  case output
  case handOut = "hand-out"
  case coordination
  case threads
  case ranks

  var reference: KeyReference {
    switch self {
    case .name:
      KeyReference(
        "up to 100 letters, digits, -, _ and ., a letter or digit first", .required,
        "Names the job in tables and paths.", example: "nyuv2-budgets")
    case .data: .group(DataKey.self, "The images.")
    case .model: .group(ModelKey.self, "The model.")
    case .attacks:
      KeyReference(
        "a list of attacks", .required,
        "The attacks; lists inside an attack stand for all combinations.",
        example: "[{method: fgsm, strategy: balanced, radius: [1, 2, 4]}]")
    case .seed:
      KeyReference(
        "a whole number from 0 to \(UInt64.max)", .value("0"),
        "Decides random starts and the bootstrap.", example: "7")
    case .batchSize:
      KeyReference(
        .whole(EvaluationJob.batchSizes), .value("1"),
        "Images that a rank attacks together; another number may change rounding.", example: "4")
    case .precision:
      KeyReference(
        .oneOf(Precision.self), .value("f32"),
        "Number format of the attacks' passes; results are always evaluated in f32, with bf16 the "
          + "best and the last point.",
        example: "bf16")
    case .recordSteps:
      KeyReference(
        .flag, .value("false"), "Keeps the losses of every step in records.h5.", example: "true")
    case .metrics:
      KeyReference(
        .listOf(MetricMode.self), .value("[paper, strict]"), "The ways of measuring.",
        example: "[strict]")
    case .bootstrap:
      .group(BootstrapKey.self, "Confidence intervals.", standard: .words("its defaults"))
    case .adversarialExamples:
      KeyReference(
        .listOf(AdversarialFormat.self), .value("[]"),
        "Keeps the adversarial examples, in those forms.", example: "[u8]")
    case .gallery:
      KeyReference(
        .whole(EvaluationJob.galleryCounts), .value("4"),
        "Images in the report's gallery; the strongest attack runs on them once more in the end.",
        example: "8")
    case .output:
      KeyReference(
        "a path; {layout} stands for the layout's number", .words("results/NAME"),
        "The results directory.", example: "results/budgets")
    case .handOut:
      KeyReference(
        .oneOf(HandOut.self), .value("dynamic"),
        "How images reach the ranks; results do not depend on it.", example: "static")
    case .coordination:
      KeyReference(
        .oneOf(Coordination.self), .value("auto"),
        "Whether rank zero computes too; results do not depend on it.", example: "dedicated")
    case .threads:
      KeyReference(
        .whole(EvaluationJob.threadCounts), .words("a rank's share of its cores"),
        "Threads of every rank; results do not depend on it.", example: "2")
    case .ranks:
      KeyReference(
        .whole(EvaluationJob.rankCounts), .words("any number"),
        "The number of ranks that mpirun has to start; results do not depend on it.",
        example: "8")
    }
  }
}
