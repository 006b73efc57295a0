internal import Kernels
internal import TensorCore

// Two tensors at a time, image by image. As functions with arguments of their own, so that a
// session can hand over two of its parts, one of them to change.

extension TensorShape {
  /// The same images without a row.
  var empty: Self {
    var shape = self
    shape.height = 0
    return shape
  }

  /// The extents of one of the images.
  var ofOneImage: Self {
    var shape = self
    shape.batch = 1
    return shape
  }
}

extension Tensor {
  /// Copies an image from a tensor of the same shape.
  mutating func copyImage(_ image: Int, from other: borrowing Tensor) {
    var target = mutableImage(image)
    target.copy(other.image(image))
  }

  /// Replaces one of `count` equal parts of an image by the image of `source`, or by zeros.
  mutating func setRow(
    _ row: Int, of count: Int, in image: Int, to source: borrowing Tensor, isZero: Bool
  ) {
    let size = shape.imageElementCount / count
    var all = mutableImage(image)
    var part = all._mutatingExtracting(row * size..<(row + 1) * size)
    if isZero {
      part.update(repeating: 0)
    } else {
      part.copy(source.image(image))
    }
  }

  /// Replaces an image by the sum of `count` equal parts of the image of `source`, added in their
  /// order.
  mutating func setImage(_ image: Int, toSumOfRowsOf source: borrowing Tensor, count: Int) {
    let size = shape.imageElementCount
    var sum = mutableImage(image)
    sum.copy(source.image(image).extracting(0..<size))
    for row in 1..<count {
      LinearCombination.add(
        source.image(image).extracting(row * size..<(row + 1) * size), to: &sum)
    }
  }
}

extension MutableSpan<Float> {
  /// Replaces all values by those of `other`.
  /// - Precondition: equal counts.
  mutating func copy(_ other: Span<Float>) {
    precondition(count == other.count, "\(other.count) values where \(count) were expected")
    for index in indices { self[index] = other[index] }
  }
}

extension DifferentiableModel {
  /// One forward pass of a whole batch.
  func evaluate(_ images: borrowing Tensor, into losses: inout LossTable) throws {
    try evaluate(images.span, into: &losses)
  }

  /// One backward pass of a whole batch.
  func inputGradient(_ weights: TaskWeights, into gradient: inout Tensor) throws {
    var span = gradient.mutableSpan
    try inputGradient(weights, into: &span)
  }
}

extension TaskBalancer {
  mutating func observe(_ losses: LossTable, _ image: Int) { observe(losses.row(image)) }

  func weigh(_ losses: LossTable, _ image: Int, into weights: inout TaskWeights) -> Bool {
    weights.withRow(image) { weigh(losses.row(image), into: &$0) }
  }

  mutating func balance(
    _ shares: inout Tensor, _ losses: LossTable, _ weights: TaskWeights, _ image: Int
  ) {
    var span = shares.mutableImage(image)
    balance(&span, losses: losses.row(image), weights: weights.row(image))
  }

  mutating func restrict(_ direction: inout Tensor, _ image: Int) {
    var span = direction.mutableImage(image)
    restrict(&span)
  }
}
