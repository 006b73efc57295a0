/// Uniquely owned memory that starts on a cache line, filled with a value when made.
///
/// The alignment lets every SIMD load of a kernel stay inside one line and is what oneDNN expects.
@safe public struct AlignedBuffer<Element: BitwiseCopyable>: ~Copyable {
  /// Bytes between possible starts of a buffer.
  public static var alignment: Int { AlignedMemory.alignment }

  /// Number of elements.
  public let count: Int
  @usableFromInline let base: UnsafeMutablePointer<Element>

  /// Creates a buffer of `count` copies of `value`.
  /// - Complexity: O(`count`), one allocation. Specialised where it is called: gigabytes of weights
  ///   are made of it, and filling them value by value through a table of functions took seconds.
  /// - Precondition: `count` is not negative.
  @inlinable public init(repeating value: Element, count: Int) {
    precondition(count >= 0, "negative count \(count)")
    self.count = count
    let bytes = unsafe AlignedMemory.allocate(byteCount: count * MemoryLayout<Element>.stride)
    unsafe base = bytes.bindMemory(to: Element.self, capacity: Swift.max(count, 1))
    unsafe base.initialize(repeating: value, count: count)
  }

  deinit {
    unsafe AlignedMemory.deallocate(base, byteCount: count * MemoryLayout<Element>.stride)
  }

  /// The elements, to read.
  public var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The elements, to change.
  public var mutableSpan: MutableSpan<Element> {
    @_lifetime(&self)
    mutating get {
      let span = unsafe MutableSpan(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(span, mutating: &self)
    }
  }

  /// The address of the first element, for C libraries; valid while the buffer lives.
  ///
  /// The caller keeps the law of exclusive access that the spans would enforce.
  @unsafe public var unsafeBaseAddress: UnsafeMutablePointer<Element> { unsafe base }
}

// The buffer owns its memory alone and hands it out under the borrowing rules of spans.
extension AlignedBuffer: @unchecked Sendable where Element: Sendable {}
