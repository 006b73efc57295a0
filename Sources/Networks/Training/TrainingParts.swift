/// What a compiled plan has in training besides what every plan has.
struct TrainingParts {
  let context: TrainingContext
  /// How the gradients of convolutions' filters are found, by step.
  var filterGradients: [Int: FilterGradientChoice] = [:]
  /// The batch norms, by step.
  var statistics: [Int: BatchStatistics] = [:]
}
