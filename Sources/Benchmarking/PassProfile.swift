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

  /// Multiplications and additions of the pass in 1e9. A convolution that takes several operations
  /// counts once.
  var gigaflop: Double {
    let convolutions = Set(
      operations.compactMap { operation in
        operation.kind.convolution.map { Convolution(name: operation.name, shape: $0.shape) }
      })
    // Sorted: the order of a set would make the last digits change from run to run.
    return convolutions.map(\.shape.gigaflop).sorted().reduce(0, +)
  }

  private struct Convolution: Hashable {
    var name: String
    var shape: ConvolutionShape
  }

  /// The sums of the medians of what computes convolutions, in order of first use.
  var implementations: [(name: String, seconds: Double)] {
    var sums: [(name: String, seconds: Double)] = []
    for operation in operations {
      guard let name = operation.kind.convolution?.implementation else { continue }
      if let index = sums.firstIndex(where: { $0.name == name }) {
        sums[index].seconds += operation.seconds
      } else {
        sums.append((name, operation.seconds))
      }
    }
    return sums
  }

  /// The sum of the medians of one kind of work.
  func seconds(_ kind: String) -> Double {
    operations.reduce(0) { $0 + ($1.kind.name == kind ? $1.seconds : 0) }
  }
}
