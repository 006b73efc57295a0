internal import MessagePassing
internal import Networks

/// Arranged weights in memory that ranks of a node share.
final class NodeWeights: WeightMemory {
  private let values: NodeSharedValues<UInt8>

  /// Makes the memory, and has one rank fill it. Collective.
  /// - Parameters:
  ///   - byteCount: number of bytes; at least one.
  ///   - group: ranks of a node, with as many bytes each.
  ///   - fill: called on the group's first rank alone, with zeros.
  /// - Throws: as `NodeSharedValues.init`.
  init(
    _ byteCount: Int, over group: Communicator,
    filling fill: (inout MutableSpan<UInt8>) throws -> Void
  ) throws {
    values = try NodeSharedValues(over: group, count: byteCount, writing: fill)
  }

  var byteCount: Int { values.count }

  var start: UnsafeMutableRawPointer {
    unsafe UnsafeMutableRawPointer(values.unsafeBaseAddress)
  }
}
