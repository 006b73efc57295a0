import TensorCore

/// A stretch of the arena that a plan has asked for.
struct PlanBuffer: Hashable {
  let handle: BufferPlanner.Handle
  let count: Int
}

/// One backward pass, as operations on buffers: which gradient flows where, and in what order.
///
/// Gradients are handed on rather than copied: the gradient of a sum becomes the gradient of its
/// first term, in the same buffer.
///
/// In training it finds the parameters' gradients too, which need the activations; those that were
/// not kept are computed again just before. The image's gradient is then left out.
struct BackwardSchedule {
  enum Operation {
    case mask(step: Int, PlanBuffer)
    case convolution(step: Int, PlanBuffer, to: PlanBuffer, accumulates: Bool)
    case normalisation(step: Int, PlanBuffer)
    /// The gradients of a convolution's parameters.
    case parameters(step: Int, PlanBuffer, input: PlanBuffer)
    /// The gradients of a batch norm's parameters and input, with the statistics of the batch.
    case batchNorm(step: Int, PlanBuffer, input: PlanBuffer, to: PlanBuffer)
    case dropout(step: Int, PlanBuffer)
    /// A step of the forward pass again, on activations that lie elsewhere by now.
    case recomputation(step: Int, places: [Step.ValueID: PlanBuffer])
    case pooling(step: Int, PlanBuffer, to: PlanBuffer)
    case concatenation(step: Int, input: Int, PlanBuffer, to: PlanBuffer)
    case resize(step: Int, PlanBuffer, to: PlanBuffer)
    case add(PlanBuffer, to: PlanBuffer)
    case copy(PlanBuffer, to: PlanBuffer)
  }

  private(set) var operations: [(step: Int, Operation)] = []
  private var gradients: [Step.ValueID: PlanBuffer] = [:]

  private let lowering: Lowering
  private let activations: [Step.ValueID: PlanBuffer]?
  private var recomputed: [Step.ValueID: PlanBuffer] = [:]
  private let identity: Int
  private let start: Int

  /// Lays out the pass that carries the gradients of `outputs` to the image.
  /// - Parameters:
  ///   - outputs: values with the buffers that hold their gradients when the pass starts.
  ///   - identity: a number that tells this schedule from the plan's others.
  ///   - start: the time of its first operation.
  ///   - activations: the values that the forward pass keeps, for parameter gradients; nil where
  ///     the image's gradient is all that is asked for.
  ///   - accumulates: whether the convolution of a step can add to its result's buffer.
  init(
    _ lowering: Lowering, outputs: [(value: Step.ValueID, gradient: PlanBuffer)], identity: Int,
    start: Int, activations: [Step.ValueID: PlanBuffer]? = nil, planner: inout BufferPlanner,
    accumulates: (Int) -> Bool
  ) {
    self.lowering = lowering
    self.activations = activations
    self.identity = identity
    self.start = start
    for (value, gradient) in outputs {
      if let known = gradients[value] {
        emit(.add(gradient, to: known), step: 0, touching: [gradient, known], &planner)
      } else {
        gradients[value] = gradient
      }
    }
    for index in lowering.steps.indices.reversed() {
      guard let gradient = gradients[lowering.steps[index].output] else { continue }
      append(index, gradient, &planner, accumulates(index))
    }
  }

  /// The gradient with respect to a value, after the last operation; nil if none reaches it.
  func gradient(of value: Step.ValueID) -> PlanBuffer? { gradients[value] }

  private var now: Int { start + operations.count }

  private mutating func emit(
    _ operation: Operation, step: Int, touching buffers: [PlanBuffer],
    _ planner: inout BufferPlanner
  ) {
    for buffer in buffers { planner.extend(buffer.handle, to: now) }
    operations.append((step, operation))
  }

  private func request(_ value: Step.ValueID, _ planner: inout BufferPlanner) -> PlanBuffer {
    guard let shape = lowering.shapes[value] else { preconditionFailure("no shape for \(value)") }
    let count = shape.elementCount
    return PlanBuffer(
      handle: planner.request(count, at: now, schedule: identity), count: count)
  }

  private mutating func append(
    _ index: Int, _ gradient: PlanBuffer, _ planner: inout BufferPlanner, _ accumulates: Bool
  ) {
    let step = lowering.steps[index]
    if step.activation != .none {
      emit(.mask(step: index, gradient), step: index, touching: [gradient], &planner)
    }
    switch step.operation {
    case .convolution:
      if activations != nil {
        let input = activation(step.inputs[0], &planner)
        emit(
          .parameters(step: index, gradient, input: input), step: index,
          touching: [gradient, input], &planner)
      }
      if !isNeeded(step.inputs[0]) {
        break
      } else if accumulates, let known = gradients[step.inputs[0]] {
        emit(
          .convolution(step: index, gradient, to: known, accumulates: true), step: index,
          touching: [gradient, known], &planner)
      } else {
        contribute(to: step.inputs[0], index, gradient, &planner) {
          .convolution(step: index, gradient, to: $0, accumulates: false)
        }
      }
    case .normalisation where activations != nil:
      appendBatchNorm(index, gradient, &planner)
    case .dropout:
      emit(.dropout(step: index, gradient), step: index, touching: [gradient], &planner)
      handOn(gradient, to: step.inputs, index, &planner)
    case .normalisation:
      emit(.normalisation(step: index, gradient), step: index, touching: [gradient], &planner)
      handOn(gradient, to: step.inputs, index, &planner)
    case .sum:
      handOn(gradient, to: step.inputs, index, &planner)
    case .pooling, .globalPooling:
      contribute(to: step.inputs[0], index, gradient, &planner) {
        .pooling(step: index, gradient, to: $0)
      }
    case .concatenation:
      for (position, input) in step.inputs.enumerated() {
        contribute(to: input, index, gradient, &planner) {
          .concatenation(step: index, input: position, gradient, to: $0)
        }
      }
    case .resize:
      contribute(to: step.inputs[0], index, gradient, &planner) {
        .resize(step: index, gradient, to: $0)
      }
    }
    if let residual = step.residual { handOn(gradient, to: [residual], index, &planner) }
  }

  /// With a residual, which the output's gradient goes to as it is, the result needs a place of its
  /// own.
  private mutating func appendBatchNorm(
    _ index: Int, _ gradient: PlanBuffer, _ planner: inout BufferPlanner
  ) {
    let step = lowering.steps[index]
    let input = activation(step.inputs[0], &planner)
    if step.residual == nil {
      emit(
        .batchNorm(step: index, gradient, input: input, to: gradient), step: index,
        touching: [gradient, input], &planner)
      handOn(gradient, to: step.inputs, index, &planner)
    } else {
      planner.extend(input.handle, to: now)
      contribute(to: step.inputs[0], index, gradient, &planner) {
        .batchNorm(step: index, gradient, input: input, to: $0)
      }
    }
  }

  /// Whether anyone asks for the gradient of a value: in training nobody does for the image's.
  private func isNeeded(_ value: Step.ValueID) -> Bool { activations == nil || value != 0 }

  /// Where a value of the forward pass lies now; computes it again when it is not kept.
  private mutating func activation(
    _ value: Step.ValueID, _ planner: inout BufferPlanner
  ) -> PlanBuffer {
    if let known = activations?[value] ?? recomputed[value] { return known }
    guard let index = lowering.steps.firstIndex(where: { $0.output == value }) else {
      preconditionFailure("no step computes \(value)")
    }
    let step = lowering.steps[index]
    var places: [Step.ValueID: PlanBuffer] = [:]
    for source in step.inputs + [step.residual].compactMap({ $0 }) {
      places[source] = activation(source, &planner)
    }
    let target = request(value, &planner)
    places[value] = target
    emit(
      .recomputation(step: index, places: places), step: index, touching: Array(places.values),
      &planner)
    recomputed[value] = target
    return target
  }

  /// Writes a new gradient for `input`, or computes it aside and adds it to the one there is.
  private mutating func contribute(
    to input: Step.ValueID, _ index: Int, _ gradient: PlanBuffer, _ planner: inout BufferPlanner,
    _ operation: (PlanBuffer) -> Operation
  ) {
    let target = request(input, &planner)
    emit(operation(target), step: index, touching: [gradient, target], &planner)
    if let known = gradients[input] {
      emit(.add(target, to: known), step: index, touching: [target, known], &planner)
    } else {
      gradients[input] = target
    }
  }

  /// Gives a gradient to every term of a sum: the buffer itself to one of the terms without any.
  private mutating func handOn(
    _ gradient: PlanBuffer, to inputs: [Step.ValueID], _ index: Int,
    _ planner: inout BufferPlanner
  ) {
    var heir: Step.ValueID?
    for input in inputs {
      if let known = gradients[input], input != heir {
        emit(.add(gradient, to: known), step: index, touching: [gradient, known], &planner)
      } else if heir == nil {
        heir = input
        gradients[input] = gradient
      } else {
        contribute(to: input, index, gradient, &planner) { .copy(gradient, to: $0) }
      }
    }
  }
}
