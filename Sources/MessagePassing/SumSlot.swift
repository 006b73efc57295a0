/// One sum of ``BackgroundSums`` that is under way on this rank.
final class SumSlot<Element: SummableElement> {
  /// The number of the sum among all that were begun.
  private(set) var order = 0
  /// Whether a sum is under way.
  private(set) var isBusy = false

  private var part = 0..<0
  private var tree = FixedTree(rank: 0, size: 1, root: 0)
  private var tag = 0
  /// Children whose values were added.
  private var addedCount = 0
  private var sums: MessageBuffer<Element>?
  private var addends: MessageBuffer<Element>?
  private var receiving: PendingReceive<Element>?
  private var sending: PendingSend<Element>?

  /// Takes a sum up, with a copy of this rank's values.
  func start(_ part: Range<Int>, _ values: Span<Element>, tree: FixedTree, tag: Int, order: Int) {
    (self.part, self.tree, self.tag, self.order) = (part, tree, tag, order)
    (addedCount, isBusy) = (0, true)
    let own = values.extracting(part)
    guard var buffer = sums.take(), buffer.count == own.count else {
      sums = MessageBuffer(copying: own)
      return
    }
    var copy = buffer.mutableSpan
    copy.copyBytes(of: own, to: 0)
    sums = consume buffer
  }

  /// Does the next thing that needs no waiting.
  /// - Returns: whether anything was done.
  func advance(
    on communicator: Communicator, _ values: inout MutableSpan<Element>
  ) throws(MPIError) -> Bool {
    if let pending = receiving.take() {
      guard try pending.isComplete() else {
        receiving = consume pending
        return false
      }
      try add(pending.wait())
    } else if let pending = sending.take() {
      guard try pending.isComplete() else {
        sending = consume pending
        return false
      }
      sums = try pending.wait()
      isBusy = false
    } else {
      try proceed(on: communicator, &values)
    }
    return true
  }

  /// Waits for what the sum needs next.
  func wait(on communicator: Communicator, _ values: inout MutableSpan<Element>) throws(MPIError) {
    if let pending = receiving.take() {
      try add(pending.wait())
    } else if let pending = sending.take() {
      sums = try pending.wait()
      isBusy = false
    }
  }

  /// Starts to receive from the next child, or to send to the parent, or ends at the root.
  private func proceed(
    on communicator: Communicator, _ values: inout MutableSpan<Element>
  ) throws(MPIError) {
    if addedCount < tree.children.count {
      let buffer = room()
      receiving = try communicator.immediateReceive(
        into: buffer, from: tree.children[addedCount], tag: tag)
      return
    }
    guard let own = sums.take() else { preconditionFailure("a sum without values") }
    if let parent = tree.parent {
      sending = try communicator.immediateSend(own, to: parent, tag: tag)
      return
    }
    deliver(own, &values)
    sums = consume own
    isBusy = false
  }

  private func deliver(
    _ result: borrowing MessageBuffer<Element>, _ values: inout MutableSpan<Element>
  ) {
    values.copyBytes(of: result.span, to: part.lowerBound)
  }

  /// A place for the values of a child.
  private func room() -> MessageBuffer<Element> {
    guard let buffer = addends.take(), buffer.count == part.count else {
      return MessageBuffer(uninitializedCount: part.count)
    }
    return buffer
  }

  private func add(_ buffer: consuming MessageBuffer<Element>) throws(MPIError) {
    guard var own = sums.take() else { preconditionFailure("a sum without values") }
    var total = own.mutableSpan
    guard Element.add(buffer.span, to: &total) else {
      throw MPIError(
        operation: "adding up elements \(part)",
        cause: .integerOverflow(type: "\(Element.self)"))
    }
    sums = consume own
    addends = consume buffer
    addedCount += 1
  }
}
