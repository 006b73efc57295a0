import DeepLearningPrimitives

/// The arranged weights that plans are going to read, one after the other in one piece of memory.
///
/// Processes that compile the same plans can share them: one makes the memory and fills it
/// (``NetworkWeights/arrange(_:into:)``), all take them from there (``NetworkWeights/adopt(_:from:)``).
public struct WeightLayout {
  /// Numbers of one kind in one order.
  struct Block {
    let key: NetworkWeights.Key
    let order: MemoryDescriptor
    /// Where they begin.
    let offset: Int
  }

  let blocks: [Block]
  /// Number of bytes.
  public let byteCount: Int
  /// What lies where. Processes of one program with the same parameters share memory only where this
  /// is the same: a plan for another number of threads or another instruction set may want another
  /// order of the same numbers.
  public let identity: String

  /// Lays numbers out in the order of their first mention.
  /// - Throws: ``DNNError``.
  init(_ requests: [(key: NetworkWeights.Key, order: MemoryDescriptor)]) throws(DNNError) {
    var blocks: [Block] = []
    var known: [NetworkWeights.Key: [MemoryDescriptor]] = [:]
    var identity = ""
    var end = 0
    for (key, order) in requests where known[key]?.contains(order) != true {
      known[key, default: []].append(order)
      blocks.append(Block(key: key, order: order, offset: end))
      identity += "\(end): \(key) \(try order.facts())\n"
      end += (order.byteCount + Self.alignment - 1) / Self.alignment * Self.alignment
    }
    self.blocks = blocks
    self.identity = identity
    byteCount = end
  }

  /// Visits all blocks in turn, and tells a source which filters are not needed any more.
  fileprivate func forEachBlock(
    givingBackTo source: any ParameterSource, _ body: (Block) throws -> Void
  ) rethrows {
    var last: [String: Int] = [:]
    for (index, block) in blocks.enumerated() { last[block.key.filterName] = index }
    for (index, block) in blocks.enumerated() {
      try body(block)
      if last[block.key.filterName] == index { source.giveBack(block.key.filterName) }
    }
  }

  /// A line of the cache, which kernels want numbers to begin at.
  private static let alignment = 64
}

extension NetworkWeights {
  /// Lays out what plans are going to read and no plan has asked for before. Takes no memory for it.
  /// - Throws: ``DNNError``.
  public func layout(for drafts: [PlanDraft]) throws -> WeightLayout {
    try WeightLayout(
      drafts.flatMap { try $0.compiler.weightRequests() }.filter { known($0.key, $0.order) == nil })
  }

  /// Reads, folds and arranges the weights of a layout, for all who adopt it.
  /// - Parameter memory: as many bytes as the layout has, zeros, from a multiple of 64 on.
  /// - Throws: as ``arrange(_:)``.
  public func arrange(_ layout: WeightLayout, into memory: inout MutableSpan<UInt8>) throws {
    try unsafe memory.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      let place = unsafe BorrowedMemory(start, byteCount: bytes.count)
      try layout.forEachBlock(givingBackTo: source) { block in
        let buffer = try WeightBuffer(block.order, in: place, at: block.offset, engine: engine)
        try fill([buffer], block.key)
      }
    }
  }

  /// Reads, folds and arranges the weights of a layout in memory of this process's own.
  ///
  /// Filters that no later block needs are given back to the source one after the other, so that the
  /// parameters and what is made of them are not all in memory together. Plans that want them in an
  /// order that is not in the layout cannot be made afterwards, unless the source still has them.
  /// - Throws: ``ParameterError`` when a parameter is missing or has another shape; what reading
  ///   parameters throws; ``DNNError``.
  public func arrange(_ layout: WeightLayout) throws {
    try layout.forEachBlock(givingBackTo: source) { block in
      _ = try buffer(block.key, block.order)
    }
  }

  /// Has later plans read the weights of a layout where they were arranged before.
  ///
  /// What plans ask for besides is arranged in memory of this process's own.
  /// - Parameter memory: kept as long as these weights or a plan made of them.
  /// - Throws: ``DNNError``.
  public func adopt(_ layout: WeightLayout, from memory: any WeightMemory) throws {
    for block in layout.blocks {
      adopt(
        block.key, try WeightBuffer(block.order, in: memory, at: block.offset, engine: engine))
    }
  }
}

/// Memory of somebody who keeps it while it is filled.
@safe private final class BorrowedMemory: WeightMemory {
  let start: UnsafeMutableRawPointer
  let byteCount: Int

  init(_ start: UnsafeMutableRawPointer, byteCount: Int) {
    unsafe self.start = start
    self.byteCount = byteCount
  }
}
