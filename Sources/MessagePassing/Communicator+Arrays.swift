/// For arrays that are made for one call.
///
/// Not the span of such an array: an optimised build may keep it on the stack, and sees nobody read it
/// through a span (Swift 6.3).
extension Communicator {
  /// Sends values, as ``send(_:to:tag:)-(Span<Element>,_,_)``.
  /// - Throws: ``MPIError``.
  public func send<Element: MessageElement>(
    _ values: [Element], to destination: Int, tag: Int
  ) throws(MPIError) {
    try unsafe values.withUnsafeBufferPointer { buffer throws(MPIError) in
      try unsafe send(buffer.span, to: destination, tag: tag)
    }
  }

  /// Collects values of all ranks on all ranks, as ``allgather(varying:)-(Span<Element>)``.
  /// - Throws: ``MPIError``.
  public func allgather<Element: MessageElement>(
    varying values: [Element]
  ) throws(MPIError) -> GatheredValues<Element> {
    try unsafe values.withUnsafeBufferPointer {
      buffer throws(MPIError) -> GatheredValues<Element> in
      try unsafe allgather(varying: buffer.span)
    }
  }
}
