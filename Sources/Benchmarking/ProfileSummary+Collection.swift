internal import DeepLearningPrimitives
internal import Networks

extension OperationKind {
  /// Name in tables.
  var name: String {
    switch self {
    case .convolution: "convolution"
    case .pooling: "pooling"
    case .elementwise: "elementwise"
    case .movement: "movement"
    }
  }

  /// Shape of a convolution, and what computes it.
  var convolution: (shape: ConvolutionShape, implementation: String)? {
    guard case .convolution(let shape, let implementation) = self else { return nil }
    return (shape, implementation)
  }
}

extension ProfileSummary {
  /// Summarises profiled steps and passes of convolutions alone.
  /// - Parameter stepSeconds: median of the plain balanced steps.
  /// - Precondition: at least one of each, all of the same plan.
  init(
    _ steps: [StepProfile],
    floor: [(forward: [OperationTiming], backward: [OperationTiming])], stepSeconds: Double
  ) {
    let forward = PassProfile(steps.map(\.forward))
    let backward = PassProfile(steps.map(\.backward))
    let bareForward = PassProfile(floor.map(\.forward))
    let bareBackward = PassProfile(floor.map(\.backward))
    let total = Spread(steps.map(\.timing.total))
    seconds = total
    convolutionShare = Spread(steps.map(\.convolutionShare))
    floorSeconds = bareForward.seconds("convolution") + bareBackward.seconds("convolution")
    stepToFloor = stepSeconds / floorSeconds
    gigaflop = forward.gigaflop + backward.gigaflop
    gigaflopPerSecond = gigaflop / stepSeconds
    kinds = Self.kinds(steps, forward, backward, total: total.median)
    implementations = Self.implementations(forward, backward, total: total.median)
    var table = LayerTable()
    for operation in forward.operations { table.add(operation, \.forward) }
    for operation in backward.operations { table.add(operation, \.backward) }
    for operation in bareForward.operations { table.add(operation, \.forwardFloor) }
    for operation in bareBackward.operations { table.add(operation, \.backwardFloor) }
    layers = table.layers(total: total.median)
  }

  private static func implementations(
    _ forward: PassProfile, _ backward: PassProfile, total: Double
  ) -> [Kind] {
    let (ahead, back) = (forward.implementations, backward.implementations)
    let names =
      ahead.map(\.name)
      + back.map(\.name).filter { name in
        !ahead.contains { $0.name == name }
      }
    return names.map { name in
      let forward = ahead.first { $0.name == name }?.seconds ?? 0
      let backward = back.first { $0.name == name }?.seconds ?? 0
      return Kind(
        kind: name, forwardSeconds: forward, backwardSeconds: backward,
        share: (forward + backward) / total)
    }
  }

  private static func kinds(
    _ steps: [StepProfile], _ forward: PassProfile, _ backward: PassProfile, total: Double
  ) -> [Kind] {
    func kind(_ name: String, _ forward: Double, _ backward: Double) -> Kind {
      Kind(
        kind: name, forwardSeconds: forward, backwardSeconds: backward,
        share: (forward + backward) / total)
    }
    func median(_ value: (StepProfile) -> Double) -> Double { Spread(steps.map(value)).median }
    let work = ["convolution", "pooling", "elementwise", "movement"].map {
      kind($0, forward.seconds($0), backward.seconds($0))
    }
    return work + [
      kind("loss", median(\.timing.loss), 0),
      kind("update", 0, median(\.timing.update)),
      kind(
        "other", median { $0.timing.forward - $0.forward.seconds },
        median { $0.timing.backward - $0.backward.seconds }),
    ]
  }
}

extension StepProfile {
  /// Part of the step's time in convolution arithmetic.
  var convolutionShare: Double {
    (forward + backward).filter(\.kind.isConvolution).seconds / timing.total
  }
}

extension [OperationTiming] {
  /// The sum of the times.
  fileprivate var seconds: Double { reduce(0) { $0 + $1.duration.seconds } }
}

extension ConvolutionShape {
  /// Multiplications and additions of one pass in 1e9, padding not counted.
  var gigaflop: Double { Double(operationCount) * 1e-9 }
}
