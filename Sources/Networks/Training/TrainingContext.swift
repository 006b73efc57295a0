/// What a training plan's operations share: parameters, options and the pass that is under way.
final class TrainingContext {
  let parameters: TrainableParameters
  let options: TrainingOptions
  /// The pass that is under way.
  var pass = TrainingPass(samples: [], number: 0)

  init(_ parameters: TrainableParameters, _ options: TrainingOptions) {
    self.parameters = parameters
    self.options = options
  }
}
