/// Which blocks of a backbone lie between its coarse branching points.
public struct BlockMapping: Hashable, Sendable {
  /// The blocks of each coarse block.
  public let blocks: [[Int]]

  /// The mapping of the ResNet-34: the seed and its four stages.
  public static let resNet34 = BlockMapping(lengths: [1, 3, 4, 6, 3])
  /// The mapping of the MobileNetV2.
  public static let mobileNetV2 = BlockMapping(lengths: [7, 11, 5, 8, 1])

  /// Creates a mapping.
  /// - Throws: ``LayoutError`` unless the lists, one after the other, count 0, 1, 2... and none is
  ///   empty.
  public init(_ blocks: [[Int]]) throws {
    guard !blocks.isEmpty, blocks.allSatisfy({ !$0.isEmpty }) else {
      throw LayoutError(
        place: "mapping of blocks", expectation: "at least one block for every coarse block",
        finding: "\(blocks)")
    }
    for (position, block) in blocks.joined().enumerated() where block != position {
      throw LayoutError(
        place: "mapping of blocks", expectation: "block \(position) next", finding: "\(block)")
    }
    self.blocks = blocks
  }

  /// Creates a mapping from the numbers of blocks, known to be positive.
  private init(lengths: [Int]) {
    var next = 0
    blocks = lengths.map { length in
      defer { next += length }
      return Array(next..<next + length)
    }
  }

  /// Number of blocks of the backbone.
  public var blockCount: Int { blocks.reduce(0) { $0 + $1.count } }
}

extension TreeLayout {
  /// The layout of a backbone's blocks that this layout of coarse blocks stands for.
  /// - Throws: ``LayoutError`` when the mapping has another number of coarse blocks.
  public func refined(by mapping: BlockMapping) throws -> TreeLayout {
    guard mapping.blocks.count == blockCount else {
      throw LayoutError(
        place: "mapping of blocks", expectation: "the layout's \(blockCount) coarse blocks",
        finding: "\(mapping.blocks.count)")
    }
    return TreeLayout(
      unchecked: zip(blocks, mapping.blocks).flatMap { sets, blocks in blocks.map { _ in sets } })
  }
}
