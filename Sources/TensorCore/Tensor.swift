/// A batch of images as 32-bit floats in NHWC order, uniquely owned.
public struct Tensor: ~Copyable {
  /// Extents.
  public let shape: TensorShape
  private var buffer: AlignedBuffer<Float>

  /// Creates a tensor filled with `value`.
  /// - Complexity: O(elements), one allocation.
  public init(_ shape: TensorShape, repeating value: Float = 0) {
    self.shape = shape
    buffer = AlignedBuffer(repeating: value, count: shape.elementCount)
  }

  /// Creates a tensor from values in NHWC order.
  /// - Precondition: as many values as the shape has elements.
  public init(_ shape: TensorShape, nhwc values: Span<Float>) {
    self.init(shape)
    precondition(
      values.count == shape.elementCount, "\(values.count) values for a tensor of \(shape)")
    var elements = mutableSpan
    for index in 0..<values.count { elements[index] = values[index] }
  }

  /// Creates a tensor from values in NCHW order, PyTorch's.
  /// - Precondition: as many values as the shape has elements.
  public init(_ shape: TensorShape, nchw values: Span<Float>) {
    self.init(shape)
    precondition(
      values.count == shape.elementCount, "\(values.count) values for a tensor of \(shape)")
    var elements = mutableSpan
    forEachPair(of: shape) { nhwc, nchw in elements[nhwc] = values[nchw] }
  }

  /// All values in NHWC order.
  public var span: Span<Float> {
    @_lifetime(borrow self)
    get { buffer.span }
  }

  /// All values in NHWC order, to change.
  public var mutableSpan: MutableSpan<Float> {
    @_lifetime(&self)
    mutating get { buffer.mutableSpan }
  }

  /// The values of one image.
  /// - Precondition: `index` is below the batch size.
  @_lifetime(borrow self)
  public func image(_ index: Int) -> Span<Float> {
    precondition(index >= 0 && index < shape.batch, "image \(index) of \(shape)")
    let count = shape.imageElementCount
    return buffer.span.extracting(index * count..<(index + 1) * count)
  }

  /// The values of one image, to change.
  /// - Precondition: `index` is below the batch size.
  @_lifetime(&self)
  public mutating func mutableImage(_ index: Int) -> MutableSpan<Float> {
    precondition(index >= 0 && index < shape.batch, "image \(index) of \(shape)")
    let count = shape.imageElementCount
    let start = unsafe buffer.unsafeBaseAddress + index * count
    let span = unsafe MutableSpan(_unsafeStart: start, count: count)
    return unsafe _overrideLifetime(span, mutating: &self)
  }

  /// One value.
  public subscript(image: Int, row: Int, column: Int, channel: Int) -> Float {
    get { buffer.span[shape.offset(image: image, row: row, column: column, channel: channel)] }
    set {
      let offset = shape.offset(image: image, row: row, column: column, channel: channel)
      var elements = mutableSpan
      elements[offset] = newValue
    }
  }

  /// The values in NCHW order, PyTorch's.
  /// - Complexity: O(elements), allocates the result.
  public func nchwArray() -> [Float] {
    var values = [Float](repeating: 0, count: shape.elementCount)
    let elements = span
    forEachPair(of: shape) { nhwc, nchw in values[nchw] = elements[nhwc] }
    return values
  }

  /// A copy.
  /// - Complexity: O(elements), one allocation.
  public func copy() -> Tensor { Tensor(shape, nhwc: span) }

  /// The address of the first value, for C libraries; valid while the tensor lives.
  @unsafe public var unsafeBaseAddress: UnsafeMutablePointer<Float> {
    unsafe buffer.unsafeBaseAddress
  }
}

/// Visits every element with its position in NHWC and in NCHW order.
private func forEachPair(of shape: TensorShape, _ body: (_ nhwc: Int, _ nchw: Int) -> Void) {
  var nhwc = 0
  for image in 0..<shape.batch {
    for row in 0..<shape.height {
      for column in 0..<shape.width {
        for channel in 0..<shape.channels {
          let nchw =
            ((image * shape.channels + channel) * shape.height + row) * shape.width + column
          body(nhwc, nchw)
          nhwc += 1
        }
      }
    }
  }
}
