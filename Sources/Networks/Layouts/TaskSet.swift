/// A set of task numbers from 0 to 63, as one machine word.
public struct TaskSet: Hashable, Sendable {
  /// Tasks are numbered below this.
  public static let capacity = 64

  /// Bit t is set when task t is in the set.
  private var bits: UInt64

  private init(bits: UInt64) { self.bits = bits }

  /// The empty set.
  public init() { bits = 0 }

  /// The set of some tasks; one named twice is in it once.
  /// - Precondition: every task is from 0 to 63.
  public init(_ tasks: some Sequence<Int>) {
    bits = 0
    for task in tasks { insert(task) }
  }

  /// Number of tasks in the set.
  public var count: Int { bits.nonzeroBitCount }

  /// Whether the set has no tasks.
  public var isEmpty: Bool { bits == 0 }

  /// The lowest task; nil for the empty set.
  public var first: Int? { isEmpty ? nil : bits.trailingZeroBitCount }

  /// Whether a task is in the set.
  public func contains(_ task: Int) -> Bool {
    task >= 0 && task < Self.capacity && bits >> task & 1 == 1
  }

  /// Whether all tasks of this set are in another.
  public func isSubset(of other: TaskSet) -> Bool { bits & ~other.bits == 0 }

  /// Whether this set and another have no task in common.
  public func isDisjoint(with other: TaskSet) -> Bool { bits & other.bits == 0 }

  /// The tasks of this set or another.
  public func union(_ other: TaskSet) -> TaskSet { TaskSet(bits: bits | other.bits) }

  /// The tasks of this set and another.
  public func intersection(_ other: TaskSet) -> TaskSet { TaskSet(bits: bits & other.bits) }

  /// The tasks of this set that are not in another.
  public func subtracting(_ other: TaskSet) -> TaskSet { TaskSet(bits: bits & ~other.bits) }

  /// Adds a task.
  /// - Precondition: the task is from 0 to 63.
  public mutating func insert(_ task: Int) {
    precondition(task >= 0 && task < Self.capacity, "task \(task) of a set of tasks 0 to 63")
    bits |= 1 << task
  }
}

extension TaskSet: Sequence {
  /// Visits the tasks in ascending order.
  public func makeIterator() -> Iterator { Iterator(bits: bits) }

  /// The tasks of a set that have not been visited yet.
  public struct Iterator: IteratorProtocol {
    fileprivate var bits: UInt64

    /// The next task in ascending order.
    public mutating func next() -> Int? {
      guard bits != 0 else { return nil }
      defer { bits &= bits &- 1 }
      return bits.trailingZeroBitCount
    }
  }
}

extension TaskSet: ExpressibleByArrayLiteral {
  /// Creates the set of the listed tasks.
  public init(arrayLiteral tasks: Int...) { self.init(tasks) }
}

extension TaskSet: CustomStringConvertible {
  /// The tasks in ascending order, such as `[0, 2]`.
  public var description: String { "[\(map(String.init).joined(separator: ", "))]" }
}
