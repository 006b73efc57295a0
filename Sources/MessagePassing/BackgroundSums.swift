/// Sums over ranks that go on while the program computes.
///
/// Parts of an array are added up along the tree of ``FixedTreeReduction``, so that their bits are
/// the same; the sums of every part end at a rank that is named for it. Nothing moves by itself:
/// the program calls ``progress(_:)`` now and then, which does what can be done without waiting,
/// and ``finish(_:)`` when it has nothing else to do. Parts that are begun while as many as allowed
/// are under way wait in line, in the array itself.
///
/// Used by one thread at a time.
public final class BackgroundSums<Element: SummableElement> {
  private let communicator: Communicator
  private let slots: [SumSlot<Element>]
  private var waiting: [Line] = []
  private var firstWaiting = 0
  private var begunCount = 0
  private var trees: [Int: FixedTree] = [:]

  /// A part that no slot has taken yet.
  private struct Line {
    let part: Range<Int>
    let root: Int
    let tag: Int
  }

  /// Tags come round again after this many parts; the standard grants as many (MPI-3.1, section
  /// 8.1.2). Messages with the same tag arrive in order.
  private static var tagCount: Int { 32_768 }

  /// Prepares sums over the ranks of `communicator`, of which it makes its own copy. Collective.
  /// - Parameters:
  ///   - communicator: The ranks.
  ///   - mostInFlight: Parts that are under way at the same time, at least 1. Each has a copy of
  ///     its values and room for those of another rank.
  public init(
    over communicator: Communicator, mostInFlight: Int
  ) throws(MPIError) {
    precondition(mostInFlight >= 1, "\(mostInFlight) parts in flight")
    self.communicator = try communicator.duplicate()
    slots = (0..<mostInFlight).map { _ in SumSlot() }
  }

  /// Gives the communicator back. Collective.
  /// - Precondition: all sums are finished.
  public func free() throws(MPIError) {
    precondition(isFinished, "sums are under way")
    try communicator.free()
  }

  /// Whether nothing is under way.
  public var isFinished: Bool {
    firstWaiting == waiting.count && slots.allSatisfy { !$0.isBusy }
  }

  /// Declares the values of a part complete. They are left alone until ``finish(_:)`` has returned.
  ///
  /// All ranks begin the same parts with the same roots, in the same order.
  /// - Throws: ``MPIError`` for a root that is no rank.
  public func begin(_ part: Range<Int>, at root: Int) throws(MPIError) {
    _ = try libraryInteger(
      root, "the root", in: 0...communicator.size - 1, "adding up elements \(part)")
    guard communicator.size > 1, !part.isEmpty else { return }
    waiting.append(Line(part: part, root: root, tag: begunCount % Self.tagCount))
    begunCount += 1
  }

  /// Moves sums on as far as that goes without waiting.
  /// - Parameter values: The whole array, the same one in every call. Sums replace the parts that
  ///   end at this rank; the others keep their values.
  /// - Throws: ``MPIError`` when ranks bring different counts, or when a sum of integers does not
  ///   fit.
  public func progress(_ values: inout MutableSpan<Element>) throws(MPIError) {
    var didAdvance: Bool
    repeat {
      didAdvance = fillSlots(values.span)
      for slot in slots where slot.isBusy {
        if try slot.advance(on: communicator, &values) { didAdvance = true }
      }
    } while didAdvance
  }

  /// Waits for all sums that were begun. Collective.
  /// - Throws: As ``progress(_:)``.
  public func finish(_ values: inout MutableSpan<Element>) throws(MPIError) {
    while true {
      try progress(&values)
      guard let oldest = slots.filter(\.isBusy).min(by: { $0.order < $1.order }) else { break }
      // What others wait for is begun on all ranks in the same order, so the oldest never waits
      // for something that waits for a younger one.
      try oldest.wait(on: communicator, &values)
    }
    waiting.removeAll(keepingCapacity: true)
    firstWaiting = 0
  }

  /// Gives free slots what waits in line.
  private func fillSlots(_ values: Span<Element>) -> Bool {
    var didFill = false
    for slot in slots where !slot.isBusy && firstWaiting < waiting.count {
      let line = waiting[firstWaiting]
      let order = begunCount - (waiting.count - firstWaiting)
      firstWaiting += 1
      slot.start(line.part, values, tree: tree(line.root), tag: line.tag, order: order)
      didFill = true
    }
    return didFill
  }

  private func tree(_ root: Int) -> FixedTree {
    if let known = trees[root] { return known }
    let tree = FixedTree(rank: communicator.rank, size: communicator.size, root: root)
    trees[root] = tree
    return tree
  }
}
