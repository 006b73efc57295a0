/// A stretch of a plan's memory.
///
/// It does not own the memory: the plan that made it keeps its arena alive, and the order of the
/// plan's operations is what keeps readers and writers of overlapping regions apart. That is why
/// spans of a region carry no lifetime of their own.
@safe struct MemoryRegion<Element: BitwiseCopyable>: @unchecked Sendable {
  let start: UnsafeMutablePointer<Element>
  let count: Int

  init(start: UnsafeMutablePointer<Element>, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  /// All elements, to read.
  var span: Span<Element> {
    @_lifetime(immortal)
    get { span(from: 0, count: count) }
  }

  /// All elements, to write.
  var mutableSpan: MutableSpan<Element> {
    @_lifetime(immortal)
    get { mutableSpan(from: 0, count: count) }
  }

  /// The elements in a range, to read.
  @_lifetime(immortal)
  func span(from first: Int, count: Int) -> Span<Element> {
    precondition(first >= 0 && count >= 0 && first + count <= self.count)
    let span = unsafe Span(_unsafeStart: start + first, count: count)
    return unsafe _overrideLifetime(span, copying: ())
  }

  /// The elements in a range, to write.
  @_lifetime(immortal)
  func mutableSpan(from first: Int, count: Int) -> MutableSpan<Element> {
    precondition(first >= 0 && count >= 0 && first + count <= self.count)
    let span = unsafe MutableSpan(_unsafeStart: start + first, count: count)
    return unsafe _overrideLifetime(span, copying: ())
  }
}

extension MemoryRegion: Equatable {
  /// Whether they are the same stretch.
  static func == (a: MemoryRegion, b: MemoryRegion) -> Bool {
    unsafe a.start == b.start && a.count == b.count
  }
}

/// Activations and gradients.
typealias Region = MemoryRegion<Float>
/// Which element of a window or an image won a maximum.
typealias WinnerRegion = MemoryRegion<Int32>
/// Which values an activation let through, a bit each.
typealias MaskRegion = MemoryRegion<UInt8>

extension MemoryRegion<Float> {
  /// The same bytes as numbers of 16 bits, of which there are twice as many.
  var bits: MemoryRegion<UInt16> {
    let start = unsafe UnsafeMutableRawPointer(start).assumingMemoryBound(to: UInt16.self)
    return unsafe MemoryRegion<UInt16>(start: start, count: 2 * count)
  }
}
