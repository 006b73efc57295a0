/// Uniquely owned elements that can be handed to the library for as long as a transfer takes.
@safe public struct MessageBuffer<Element: MessageElement>: ~Copyable {
  /// Number of elements.
  public let count: Int
  let base: UnsafeMutablePointer<Element>

  /// Creates a buffer of `count` copies of `value`.
  /// - Complexity: O(`count`), one allocation.
  /// - Precondition: `count` is not negative.
  public init(repeating value: Element, count: Int) {
    self.init(uninitializedCount: count)
    unsafe base.initialize(repeating: value, count: count)
  }

  /// Creates a copy of `values`.
  /// - Complexity: O(`values.count`), one allocation.
  public init(copying values: Span<Element>) {
    self.init(uninitializedCount: values.count)
    let base = unsafe base
    unsafe values.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe base.initialize(from: start, count: source.count)
    }
  }

  /// Memory that is written before it is read.
  ///
  /// There is room for one element more, so that a receive can see that a message is too long.
  init(uninitializedCount count: Int) {
    precondition(count >= 0, "negative count \(count)")
    self.count = count
    unsafe base = .allocate(capacity: count + 1)
  }

  /// Takes over memory that another buffer gave up.
  @unsafe init(adopting base: UnsafeMutablePointer<Element>, count: Int) {
    self.count = count
    unsafe self.base = unsafe base
  }

  deinit { unsafe base.deallocate() }

  /// Gives the memory up; whoever takes it frees it.
  @unsafe consuming func relinquish() -> UnsafeMutablePointer<Element> {
    let base = unsafe base
    discard self
    return unsafe base
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
}

// The buffer owns its memory alone and hands it out under the borrowing rules of spans.
extension MessageBuffer: @unchecked Sendable {}
