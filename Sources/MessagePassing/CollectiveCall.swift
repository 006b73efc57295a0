internal import CMPI

/// What a rank was called with, to compare with the other ranks before the work starts.
struct CollectiveCall {
  /// The collective operations.
  enum Operation: Int64, CustomStringConvertible {
    case broadcast, gather, gatherVarying, allgather, allgatherVarying, scatter, sharing

    /// The name of the method.
    var description: String {
      switch self {
      case .broadcast: "broadcast"
      case .gather: "gather"
      case .gatherVarying: "gather(varying:)"
      case .allgather: "allgather"
      case .allgatherVarying: "allgather(varying:)"
      case .scatter: "scatter"
      case .sharing: "NodeSharedValues"
      }
    }

    /// Whether every rank brings as many elements as it likes.
    var hasVaryingCounts: Bool { self == .gatherVarying || self == .allgatherVarying }
  }

  let operation: Operation
  /// The rank that gives or takes; nil when all do.
  let root: Int?
  let kind: MessageElementKind
  /// Elements of one rank.
  let count: Int
}

extension CollectiveCall: CustomStringConvertible {
  var description: String {
    let place = root.map { " with root \($0)" } ?? ""
    return "\(operation)\(place), \(count) elements of type \(kind)"
  }

  /// The call as numbers that can be exchanged.
  var fields: [Int64] {
    [operation.rawValue, Int64(root ?? -1), Int64(kind.rawValue), Int64(count)]
  }

  /// The words for another rank's numbers.
  static func describe(_ fields: ArraySlice<Int64>) -> String {
    let values = Array(fields)
    guard values.count == 4, let operation = Operation(rawValue: values[0]),
      let kind = MessageElementKind(rawValue: Int(values[2]))
    else { return "something else" }
    let root = values[1] < 0 ? nil : Int(values[1])
    return "\(CollectiveCall(operation: operation, root: root, kind: kind, count: Int(values[3])))"
  }
}

extension Communicator {
  /// Gathers a few numbers of every rank on every rank, as many from each (MPI-3.1, section 5.7).
  func exchange(_ numbers: [Int64]) throws(MPIError) -> [Int64] {
    let count = Int32(numbers.count)
    var all = [Int64](repeating: 0, count: numbers.count * size)
    let datatype = unsafe Int64.datatype
    try check(
      unsafe MPI_Allgather(numbers, count, datatype, &all, count, datatype, handle),
      "MPI_Allgather", "exchanging \(numbers.count) numbers between \(size) ranks")
    return all
  }

  /// Compares the call with those of the other ranks.
  /// - Returns: The number of elements that each rank brings.
  /// - Throws: The same ``MPIError`` on all ranks when the calls do not fit together.
  @discardableResult
  func agree(on call: CollectiveCall) throws(MPIError) -> [Int] {
    let width = call.fields.count
    let all = try exchange(call.fields)
    let compared = call.operation.hasVaryingCounts ? width - 1 : width
    let first = all[0..<width]
    for other in 0..<size {
      let fields = all[other * width..<(other + 1) * width]
      guard fields.prefix(compared).elementsEqual(first.prefix(compared)) else {
        throw MPIError(
          operation: "entering a collective call of \(size) ranks",
          cause: .collectiveMismatch(
            rank: other, found: CollectiveCall.describe(fields),
            rankZero: CollectiveCall.describe(first)))
      }
    }
    if let root = call.root, !(0..<size).contains(root) {
      throw MPIError(
        operation: "\(call)",
        cause: .invalidArgument(name: "the root", expected: "in 0..<\(size)", found: "\(root)"))
    }
    return (0..<size).map { Int(all[$0 * width + width - 1]) }
  }
}
