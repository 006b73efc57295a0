internal import DeepLearningPrimitives
internal import Networks

/// The operations of a pass over the repetitions: medians of each operation's times.
struct PassProfile {
  /// An operation with the median of its times.
  struct Operation: Hashable {
    var name: String
    var kind: OperationKind
    var seconds: Double
  }

  let operations: [Operation]

  /// Joins the timings of several passes of one plan.
  /// - Precondition: every pass has the same operations in the same order.
  init(_ passes: [[OperationTiming]]) {
    guard let first = passes.first else {
      operations = []
      return
    }
    for pass in passes {
      precondition(
        pass.count == first.count, "passes of \(pass.count) and \(first.count) operations")
    }
    operations = first.indices.map { index in
      let times = Spread(passes.map { $0[index].duration.seconds })
      return Operation(name: first[index].name, kind: first[index].kind, seconds: times.median)
    }
  }

  /// The sum of the medians of one kind of work.
  func seconds(_ kind: String) -> Double {
    operations.reduce(0) { $0 + ($1.kind.name == kind ? $1.seconds : 0) }
  }
}

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
    gigaflop = (forward.operations + backward.operations).reduce(0) {
      $0 + ($1.kind.convolution?.shape.gigaflop ?? 0)
    }
    gigaflopPerSecond = gigaflop / stepSeconds
    kinds = Self.kinds(steps, forward, backward, total: total.median)
    var table = LayerTable()
    for operation in forward.operations { table.add(operation, \.forward) }
    for operation in backward.operations { table.add(operation, \.backward) }
    for operation in bareForward.operations { table.add(operation, \.forwardFloor) }
    for operation in bareBackward.operations { table.add(operation, \.backwardFloor) }
    layers = table.layers(total: total.median)
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
