/// How large the change of an image is.
struct ChangeNorms {
  /// The largest change of a value, in pixel values.
  let largest: Float
  /// The square root of the sum of squared changes, in pixel values; added in the order of values.
  let euclidean: Double

  /// - Precondition: equal counts.
  /// - Complexity: O(values), allocates nothing.
  init(_ image: Span<Float>, _ clean: Span<Float>) {
    precondition(image.count == clean.count, "\(image.count) and \(clean.count) values")
    var largest: Float = 0
    var sum = 0.0
    for index in image.indices {
      let change = image[index] - clean[index]
      largest = max(largest, abs(change))
      sum += Double(change) * Double(change)
    }
    self.largest = largest
    euclidean = sum.squareRoot()
  }
}
