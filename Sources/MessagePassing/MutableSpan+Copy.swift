extension MutableSpan where Element: MessageElement {
  /// Replaces elements from `first` on by those of another stretch of memory.
  ///
  /// As bytes: in generic code a loop over elements takes a call for each of them.
  /// - Precondition: all of them fit.
  mutating func copyBytes(of source: Span<Element>, to first: Int) {
    precondition(
      first >= 0 && first + source.count <= count,
      "\(source.count) elements from \(first) on of \(count)")
    unsafe withUnsafeMutableBufferPointer { target in
      unsafe source.withUnsafeBufferPointer { source in
        guard let to = target.baseAddress, let from = source.baseAddress else { return }
        unsafe (to + first).update(from: from, count: source.count)
      }
    }
  }
}
