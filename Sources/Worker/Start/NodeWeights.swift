internal import MessagePassing
internal import Networks

/// Arranged weights in memory that ranks of a node share.
final class NodeWeights: WeightMemory {
  private let window: NodeSharedWindow<UInt8>

  /// Makes the memory, and has one rank fill it. Collective.
  /// - Parameters:
  ///   - byteCount: number of bytes; at least one.
  ///   - group: ranks of a node, with as many bytes each.
  ///   - fill: called on the group's first rank alone, with zeros.
  /// - Throws: as `NodeSharedWindow.init`.
  init(
    _ byteCount: Int, over group: Communicator,
    filling fill: (inout MutableSpan<UInt8>) throws -> Void
  ) throws {
    window = try NodeSharedWindow(over: group, count: byteCount, writing: fill)
  }

  var byteCount: Int { window.count }

  var start: UnsafeMutableRawPointer {
    unsafe UnsafeMutableRawPointer(window.unsafeBaseAddress)
  }
}
