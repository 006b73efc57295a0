/// The keys of `checkpoints`.
enum CheckpointKey: String, JobKey {
  case every
  case keep

  var reference: KeyReference {
    switch self {
    case .every:
      KeyReference(
        .whole(TrainingJob.counts), .value("1000"),
        "Iterations between two checkpoints; there is one at the end too.", example: "500")
    case .keep:
      KeyReference(
        .whole(TrainingJob.keptCounts), .value("3"), "How many of the last are kept.",
        example: "5")
    }
  }
}
