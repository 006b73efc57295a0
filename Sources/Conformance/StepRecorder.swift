import Networks
import Training

/// Keeps the gradients of the last step, which are no longer what they were after the next pass.
final class StepRecorder {
  /// The flat gradients that the optimizer saw.
  private(set) var gradients: [Float] = []

  /// One rank alone, watched.
  var exchange: StepExchange {
    StepExchange(
      sum: nil, synchronisesBatchNorm: false,
      update: { [weak self] parameters, _, apply in
        let span = parameters.gradientSpan
        self?.gradients = span.indices.map { span[$0] }
        try apply()
      })
  }
}
