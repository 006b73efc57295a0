import DeepLearningPrimitives
import Kernels
import TensorCore

extension PlanCompiler {
  /// Compiles what parameter gradients need.
  /// - Throws: ``DNNError``.
  mutating func planTraining() throws {
    guard var parts = training else { return }
    for (index, step) in lowering.steps.enumerated() {
      let input = shape(of: step.inputs[0])
      switch step.operation {
      case .convolution(let convolution, _, _):
        let gradient = try FilterGradientChoice(
          convolution.shape(at: input), engine: weights.engine)
        if case .library(let library) = gradient {
          try reserveScratch(PrimitiveGroup(library.parts.map(\.primitive), times: 1))
        }
        reserveWorkspace(gradient.workspaceCount)
        parts.filterGradients[index] = gradient
      case .normalisation(let norm, let prefix):
        parts.statistics[index] = BatchStatistics(
          norm, name: prefix, pixelCount: input.elementCount / input.channels,
          context: parts.context)
      default: break
      }
    }
    training = parts
  }

  /// The values that the backward pass may read where the forward pass wrote them. It computes the
  /// others again.
  func keptValues(_ recomputation: TrainingOptions.Recomputation) -> [Step.ValueID: PlanBuffer] {
    guard recomputation != .none else { return values }
    var readers: [Step.ValueID: Int] = [:]
    for step in lowering.steps {
      for value in step.inputs + [step.residual].compactMap({ $0 }) {
        readers[value, default: 0] += 1
      }
    }
    var kept = values
    for step in lowering.steps where !lowering.outputs.contains(step.output) {
      guard step.residual == nil, step.isRepeatable(recomputation),
        recomputation == .normalisations || readers[step.output] == 1
      else { continue }
      kept[step.output] = nil
    }
    return kept
  }
}

extension Step {
  /// Whether the backward pass computes its output again.
  fileprivate func isRepeatable(_ recomputation: TrainingOptions.Recomputation) -> Bool {
    switch (operation, recomputation) {
    case (_, .none): false
    case (.normalisation, _): true
    case (.sum, _): inputs.count == 1
    case (.convolution, .blocks), (.dropout, .blocks): true
    default: false
    }
  }
}
