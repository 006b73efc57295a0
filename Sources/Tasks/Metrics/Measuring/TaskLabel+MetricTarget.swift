internal import TensorCore

extension TaskLabel {
  /// The label of one image in the form its metrics need.
  ///
  /// Valid are the pixels that are valid for the loss at the label's own resolution, see
  /// ``prepared(image:height:width:)``, and besides all classes whose weight is 0.
  /// - Throws: ``TaskLabelError`` for a class out of range or a valid value that is not finite.
  /// - Complexity: O(pixels), allocates the result: up to 25 bytes for a pixel of normals.
  /// - Precondition: `image` is below the batch size.
  public func metricTarget(image: Int) throws(TaskLabelError) -> MetricTarget {
    let (height, width) = (shape.height, shape.width)
    let pixels: MetricTarget.Pixels
    if case .classes(let count, _) = convention.target {
      precondition(image >= 0 && image < shape.batch, "image \(image) of \(shape)")
      guard height > 0, width > 0 else {
        throw .empty(convention.task, height: height, width: width)
      }
      let places = sourcePlaces(image: image, height: height, width: width)
      pixels = .classes(
        try classes(at: places, count: count, weights: nil),
        certainty: mask == nil ? nil : places.map { isUnmasked(pixel(at: $0)) })
    } else {
      switch try prepared(image: image, height: height, width: width).pixels {
      case .directions(let components, let validity):
        pixels = .directions(Self.units(components), validity: validity)
      case .values(let values, let validity):
        pixels = .values(values, validity: validity)
      case .classes:
        preconditionFailure("classes for \(convention)")
      }
    }
    return MetricTarget(convention: convention, height: height, width: width, pixels: pixels)
  }

  /// Vectors of single precision at length 1 in double precision, zero vectors as they are: the
  /// angle of two vectors that are almost parallel is lost in their lengths' rounding.
  private static func units(_ components: [Float]) -> [Double] {
    var units = [Double](repeating: 0, count: components.count)
    for pixel in 0..<components.count / 3 {
      let unit = CosineLoss.targetDirection(
        of: SIMD3(components[3 * pixel], components[3 * pixel + 1], components[3 * pixel + 2]))
      for channel in 0..<3 { units[3 * pixel + channel] = unit[channel] }
    }
    return units
  }
}
