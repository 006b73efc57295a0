internal import Networks

/// The time of every operation of a balanced step.
struct StepProfile {
  /// The parts of the step, with what the plan does between its operations.
  var timing: StepTiming
  /// The operations of the forward pass, in order.
  var forward: [OperationTiming]
  /// The operations of the backward pass, in order.
  var backward: [OperationTiming]
}
