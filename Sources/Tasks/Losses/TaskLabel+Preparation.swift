internal import TensorCore

extension TaskLabel {
  /// Brings the label of one image to the resolution of a prediction (nearest neighbour, PyTorch's
  /// rule) and into the form its loss needs.
  ///
  /// Only pixels that the resize picks are looked at. Valid are:
  /// - classes other than 255 whose weight is not 0 (the mask takes no part),
  /// - normals with all channels below 255, unmasked; a zero vector is valid and has cosine 0,
  /// - depth in metres above ``DepthEncoding/smallestValidDepth``, unmasked,
  /// - logarithmic depth, keypoints and edges other than 255, unmasked.
  /// - Throws: ``TaskLabelError`` for a class out of range or a valid value that is not finite.
  /// - Complexity: O(`height` x `width`), allocates the result.
  /// - Precondition: `image` is below the batch size.
  public func prepared(
    image: Int, height: Int, width: Int
  ) throws(TaskLabelError) -> PreparedTarget {
    precondition(image >= 0 && image < shape.batch, "image \(image) of \(shape)")
    guard height > 0, width > 0 else {
      throw .empty(convention.task, height: height, width: width)
    }
    guard shape.height > 0, shape.width > 0 else {
      throw .empty(convention.task, height: shape.height, width: shape.width)
    }
    let places = sourcePlaces(image: image, height: height, width: width)
    let pixels: PreparedTarget.Pixels =
      switch convention.target {
      case .classes(let count, let weights):
        .classes(try classes(at: places, count: count, weights: weights), weights: weights)
      case .normals:
        try directions(at: places)
      case .depth(.metres):
        try values(at: places) { $0 > DepthEncoding.smallestValidDepth }
      case .depth(.logarithmic), .response:
        try values(at: places) { $0 != TaskConvention.padding }
      }
    return PreparedTarget(convention, height: height, width: width, pixels: pixels)
  }

  /// The label's pixel behind every pixel of the prediction.
  func sourcePlaces(image: Int, height: Int, width: Int) -> [TaskLabelError.Place] {
    let rows = NearestNeighbor.sourceIndices(from: shape.height, to: height)
    let columns = NearestNeighbor.sourceIndices(from: shape.width, to: width)
    var places: [TaskLabelError.Place] = []
    places.reserveCapacity(rows.count * columns.count)
    for row in rows {
      for column in columns {
        places.append(.init(task: convention.task, image: image, row: row, column: column))
      }
    }
    return places
  }

  /// Position of a pixel in the batch.
  func pixel(at place: TaskLabelError.Place) -> Int {
    (place.image * shape.height + place.row) * shape.width + place.column
  }

  /// The class of every pixel, -1 where there is none or its weight is 0.
  func classes(
    at places: [TaskLabelError.Place], count: Int, weights: [Float]?
  ) throws(TaskLabelError) -> [Int32] {
    var classes = [Int32](repeating: -1, count: places.count)
    for (index, place) in places.enumerated() {
      let value = values[pixel(at: place)]
      guard value != TaskConvention.padding else { continue }
      guard let label = Int32(exactly: value), label >= 0, label < count else {
        throw .invalidClass(place, found: value, classes: count)
      }
      if let weights, weights[Int(label)] == 0 { continue }
      classes[index] = label
    }
    return classes
  }

  private func directions(
    at places: [TaskLabelError.Place]
  ) throws(TaskLabelError) -> PreparedTarget.Pixels {
    var components = [Float](repeating: 0, count: 3 * places.count)
    var validity = [Bool](repeating: false, count: places.count)
    for (index, place) in places.enumerated() {
      let pixel = pixel(at: place)
      let vector = SIMD3(values[3 * pixel], values[3 * pixel + 1], values[3 * pixel + 2])
      guard all(vector .< TaskConvention.padding), isUnmasked(pixel) else { continue }
      for channel in 0..<3 where !vector[channel].isFinite {
        throw .notFinite(place, found: vector[channel])
      }
      validity[index] = true
      let unit = CosineLoss.targetDirection(of: vector)
      for channel in 0..<3 { components[3 * index + channel] = Float(unit[channel]) }
    }
    return .directions(components, validity: validity)
  }

  private func values(
    at places: [TaskLabelError.Place], isValid: (Float) -> Bool
  ) throws(TaskLabelError) -> PreparedTarget.Pixels {
    var targets = [Float](repeating: 0, count: places.count)
    var validity = [Bool](repeating: false, count: places.count)
    for (index, place) in places.enumerated() {
      let pixel = pixel(at: place)
      let value = values[pixel]
      guard isValid(value), isUnmasked(pixel) else { continue }
      guard value.isFinite else { throw .notFinite(place, found: value) }
      targets[index] = value
      validity[index] = true
    }
    return .values(targets, validity: validity)
  }
}
