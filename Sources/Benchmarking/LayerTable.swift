internal import DeepLearningPrimitives
internal import Networks

/// Collects the operations of all passes in one row for each layer.
struct LayerTable {
  /// The times of a layer, in seconds.
  struct Times {
    var forward = 0.0
    var backward = 0.0
    var forwardFloor = 0.0
    var backwardFloor = 0.0
  }

  private struct Key: Hashable {
    var name: String
    var kind: String
    var shape: ConvolutionShape?
  }

  private struct Row {
    var times = Times()
    var forwardImplementations: [String] = []
    var backwardImplementations: [String] = []
  }

  private var order: [Key] = []
  private var rows: [Key: Row] = [:]

  /// Adds an operation's time to its layer.
  mutating func add(
    _ operation: PassProfile.Operation, _ column: WritableKeyPath<Times, Double>
  ) {
    let convolution = operation.kind.convolution
    let key = Key(name: operation.name, kind: operation.kind.name, shape: convolution?.shape)
    if rows[key] == nil { order.append(key) }
    var row = rows[key] ?? Row()
    row.times[keyPath: column] += operation.seconds
    if let implementation = convolution?.implementation {
      if column == \.forward { row.forwardImplementations.append(implementation) }
      if column == \.backward { row.backwardImplementations.append(implementation) }
    }
    rows[key] = row
  }

  /// The layers in the order in which their first operations were added.
  func layers(total: Double) -> [ProfileSummary.Layer] {
    order.compactMap { key in
      guard let row = rows[key] else { return nil }
      let times = row.times
      let isConvolution = key.shape != nil
      return ProfileSummary.Layer(
        name: key.name, kind: key.kind, shape: key.shape?.description,
        forwardImplementation: Self.joined(row.forwardImplementations),
        backwardImplementation: Self.joined(row.backwardImplementations),
        forwardSeconds: times.forward,
        backwardSeconds: times.backward,
        forwardFloorSeconds: isConvolution ? times.forwardFloor : nil,
        backwardFloorSeconds: isConvolution ? times.backwardFloor : nil,
        gigaflop: key.shape?.gigaflop, share: (times.forward + times.backward) / total)
    }
  }

  private static func joined(_ implementations: [String]) -> String? {
    implementations.isEmpty ? nil : implementations.joined(separator: " + ")
  }
}
