internal import ByteStorage

/// Counts of many bins of which most are empty, compressed.
///
/// Every bin's count is a number in groups of seven bits, the lowest first (LEB128); empty bins in a
/// row are a 0 and the number of the others after the first; those at the end are left out. The
/// bytes are a function of the counts, so that equal counts are equal bytes.
public struct SparseCounts: Hashable, Sendable {
  /// Number of bins.
  public let binCount: Int
  /// The compressed counts.
  public let bytes: [UInt8]
  /// The sum of all counts.
  public let total: Int

  /// Compresses counts.
  /// - Complexity: O(bins), allocates the result.
  public init(_ counts: Span<UInt32>) {
    var writer = ByteWriter()
    var total = 0
    var emptyCount = 0
    for bin in 0..<counts.count {
      let count = counts[bin]
      guard count > 0 else {
        emptyCount += 1
        continue
      }
      if emptyCount > 0 {
        writer.append(compact: 0)
        writer.append(compact: UInt64(emptyCount - 1))
        emptyCount = 0
      }
      writer.append(compact: UInt64(count))
      total += Int(count)
    }
    binCount = counts.count
    bytes = writer.bytes
    self.total = total
  }

  /// Takes compressed counts after reading all of them once.
  /// - Throws: ``ByteError`` for bytes that ``init(_:)`` does not write for so many bins.
  init(checking bytes: [UInt8], binCount: Int) throws(ByteError) {
    var reader = ByteReader(bytes)
    var bin = 0
    var total: UInt64 = 0
    var followsGap = false
    while reader.remainingCount > 0 {
      let position = reader.position
      let count = try reader.readCompact()
      var width: UInt64 = 1
      if count == 0 {
        let others = try reader.readCompact()
        guard !followsGap, reader.remainingCount > 0, others < UInt64(binCount) else {
          throw ByteError(
            position: position, expected: "empty bins followed by another", found: "others")
        }
        width += others
      }
      guard count <= UInt64(UInt32.max), width <= UInt64(binCount - bin) else {
        throw ByteError(
          position: position, expected: "counts of 32 bits of \(binCount) bins", found: "more")
      }
      followsGap = count == 0
      bin += Int(width)
      total += count
    }
    self.binCount = binCount
    self.bytes = bytes
    self.total = Int(total)
  }

  /// Calls `body` with every bin that is not empty, in order, and its count.
  /// - Complexity: O(bytes), no allocation.
  @inline(__always)
  public func forEach(_ body: (_ bin: Int, _ count: Int) -> Void) {
    var bin = 0
    var position = 0
    let bytes = bytes.span
    while position < bytes.count {
      let count = Self.number(bytes, &position)
      if count > 0 {
        body(bin, count)
        bin += 1
      } else {
        bin += 1 + Self.number(bytes, &position)
      }
    }
  }

  /// Adds all counts, `times` times, to those of as many bins.
  /// - Complexity: O(bytes), no allocation.
  /// - Precondition: as many bins.
  public func add(to counts: inout [UInt64], times: Int = 1) {
    precondition(counts.count == binCount, "counts of \(binCount) bins for \(counts.count)")
    forEach { bin, count in counts[bin] += UInt64(count * times) }
  }

  /// The number at a position of bytes that have been checked or written here.
  @inline(__always)
  private static func number(_ bytes: Span<UInt8>, _ position: inout Int) -> Int {
    var number = 0
    var shift = 0
    while true {
      let byte = bytes[position]
      position += 1
      number |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
  }
}
