internal import Networks
internal import Training

/// The keys of a training job.
enum TrainingJobKey: String, JobKey {
  case name
  case data
  case augmentation
  case model
  case mode
  case attack
  case optimizer
  case learningRate = "learning-rate"
  case weighting
  case taskWeights = "task-weights"
  case classWeights = "class-weights"
  case gradientLimit = "gradient-limit"
  case batchSize = "batch-size"
  case iterations
  case epochs
  case seed
  case batchNorm = "batch-norm"
  case exchange
  case bucketSize = "bucket-size"
  case bucketsInFlight = "buckets-in-flight"
  case recomputation
  case precision
  case validation
  case checkpoints
  case output
  case threads
  case ranks

  var reference: KeyReference {
    switch self {
    case .name: JobFileKey.name.reference
    case .data: .group(DataKey.self, "The images.")
    case .augmentation:
      KeyReference(
        .flag, .value("true"),
        "Whether images are scaled by 0.5 to 1.5, mirrored and cropped at random, or brought to "
          + "the size as they are.", example: "false")
    case .model: .group(ModelKey.self, "The model, with the weights to start from.")
    case .mode:
      KeyReference(
        .oneOf(TrainingModeName.self), .required, "What the steps of an iteration see.",
        example: "adversarial")
    case .attack:
      .group(
        AttackKey.self, "The attack that makes adversarial images, without lists of values.",
        standard: .words("needed unless the mode is clean"))
    case .optimizer: .group(OptimizerKey.self, "How parameters move.")
    case .learningRate: .group(LearningRateKey.self, "How fast they move.")
    case .weighting:
      KeyReference(
        .oneOf(LossWeightingName.self), .value("fixed"), "How the tasks' losses are added up.",
        example: "uncertainty")
    case .taskWeights:
      KeyReference(
        "a number, 0 or more, for every task of the model", .words("1 for every task"),
        "fixed: the weights of the tasks' losses.", example: "[1, 20, 3]")
    case .classWeights:
      KeyReference(
        "a number, 0 or more, for every class", .words("as the data's kind has them"),
        "The weights of classes in the loss of the segmentation.",
        example: "[1, 1, 2, 2, 0.5]")
    case .gradientLimit:
      KeyReference(
        "a number above 0", .words("none"),
        "The largest norm of a step's gradient; longer ones are shortened.", example: "10")
    case .batchSize:
      KeyReference(
        .whole(TrainingJob.batchSizes), .required, "Images of a batch, of all ranks together.",
        example: "4")
    case .iterations:
      KeyReference(
        .whole(TrainingJob.counts), .words("this or epochs is needed"), "Number of batches.",
        example: "20000")
    case .epochs:
      KeyReference(
        .whole(TrainingJob.counts), .words("this or iterations is needed"),
        "Number of times over all images.", example: "50")
    case .seed:
      KeyReference(
        "a whole number from 0 to \(UInt64.max)", .value("0"),
        "Decides the order of images, augmentation, dropout and random starts.", example: "7")
    case .batchNorm:
      KeyReference(
        .oneOf(BatchNormScope.self), .value("local"),
        "Whose images batch norms measure: those of the rank or of all ranks.",
        example: "synchronised")
    case .exchange:
      KeyReference(
        .oneOf(GradientExchange.self), .value("root"),
        "Who updates parameters: rank zero, or every rank a part.", example: "sharded")
    case .bucketSize:
      KeyReference(
        .whole(TrainingJob.bucketSizes), .value("\(TrainingJob.defaultBucketSize)"),
        "KiB of gradients that ranks sum at once, while the backward pass goes on.",
        example: "1024")
    case .bucketsInFlight:
      KeyReference(
        .whole(TrainingJob.bucketCounts), .value("\(TrainingJob.defaultBucketsInFlight)"),
        "Such sums under way at the same time, each with two copies in memory.", example: "8")
    case .recomputation:
      KeyReference(
        .oneOf(TrainingOptions.Recomputation.self), .value("none"),
        "What the backward pass computes again, to need less memory.", example: "blocks")
    case .precision:
      KeyReference(
        .oneOf(Precision.self), .value("f32"), "Number format of the attack's passes.",
        example: "bf16")
    case .validation:
      .group(
        ValidationKey.self, "Measurements of clean images in between.", standard: .words("none"))
    case .checkpoints:
      .group(
        CheckpointKey.self, "What is kept to go on from.", standard: .words("its defaults"))
    case .output:
      KeyReference(
        "a path; {layout} stands for the layout's number", .words("results/NAME"),
        "The folder of checkpoints, curves and the model.", example: "results/train")
    case .threads:
      KeyReference(
        .whole(EvaluationJob.threadCounts), .words("a rank's share of its cores"),
        "Threads of every rank.", example: "2")
    case .ranks:
      KeyReference(
        .whole(EvaluationJob.rankCounts), .words("any number"),
        "The number of ranks that mpirun has to start.", example: "8")
    }
  }
}
