/// How long an operation of a plan took, once.
public struct OperationTiming: Hashable, Sendable {
  /// The layer that the operation belongs to; layers without parameters share the name of their
  /// kind.
  public let name: String
  /// What kind of work it is.
  public let kind: OperationKind
  /// Time from its start to its end on all threads.
  public let duration: Duration

  /// Creates a timing.
  public init(name: String, kind: OperationKind, duration: Duration) {
    self.name = name
    self.kind = kind
    self.duration = duration
  }
}

extension OperationKind {
  /// Whether it is convolution arithmetic.
  public var isConvolution: Bool {
    switch self {
    case .convolution: true
    case .pooling, .elementwise, .movement: false
    }
  }
}
