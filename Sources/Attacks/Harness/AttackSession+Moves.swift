internal import Kernels
public import TensorCore

extension AttackSession {
  /// Moves every active image along its direction, in the geometry of the norm: by the sign of
  /// every coordinate, or by the unit vector.
  mutating func move(stepSize: PixelBudget) {
    for image in progress.indices where progress[image].isActive {
      threat.step(&point, image, along: direction, stepSize: stepSize, around: clean)
    }
  }

  /// Moves every active image to a random point of the ball, cut with the range.
  ///
  /// Maximum norm: uniform in every coordinate. Euclidean norm: a direction of nearly normal
  /// coordinates, as long as the radius.
  mutating func moveToRandomPoint() {
    for image in progress.indices where progress[image].isActive {
      threat.randomPoint(&point, image, around: clean, keys[image].random)
    }
  }

  /// Where the attack starts: the clean images, already evaluated, or random points, which are
  /// evaluated now.
  mutating func start(atRandom isRandom: Bool) throws {
    guard isRandom else { return }
    moveToRandomPoint()
    try evaluate()
  }
}

extension ThreatModel {
  /// One step of one image along a direction, projected.
  func step(
    _ points: inout Tensor, _ image: Int, along directions: borrowing Tensor,
    stepSize: PixelBudget, around originals: borrowing Tensor
  ) {
    var point = points.mutableImage(image)
    step(
      &point, along: directions.image(image), stepSize: stepSize,
      around: originals.image(image))
  }

  /// One step along a direction, projected.
  func step(
    _ point: inout MutableSpan<Float>, along direction: Span<Float>, stepSize: PixelBudget,
    around original: Span<Float>
  ) {
    switch norm {
    case .maximum:
      SignedStep.apply(
        to: &point, along: direction, stepSize: stepSize,
        within: PerturbationBox(around: original, radius: radius, range: range))
    case .euclidean:
      EuclideanStep.move(&point, along: direction, length: stepSize)
      EuclideanBall(around: original, radius: radius, range: range).project(&point)
    }
  }

  /// Puts the point of one image back into the ball and the range.
  func project(_ points: inout Tensor, _ image: Int, around originals: borrowing Tensor) {
    var point = points.mutableImage(image)
    project(&point, around: originals.image(image))
  }

  /// Rounds images inside the ball and the range to what eight bits can hold, as ``PixelRounding``
  /// does: a value without a whole one that the ball allows becomes the original's. They stay inside:
  /// no change becomes larger than the radius, or for the Euclidean norm than it is.
  /// - Precondition: as many originals, of the same extents; a range no wider than 256.
  public func roundToPixels(_ images: inout Tensor, around originals: borrowing Tensor) {
    precondition(images.shape == originals.shape, "\(images.shape) around \(originals.shape)")
    for image in 0..<images.shape.batch { roundToPixels(&images, image, around: originals) }
  }

  /// Rounds the point of one image to what eight bits can hold, inside the ball and the range.
  func roundToPixels(_ points: inout Tensor, _ image: Int, around originals: borrowing Tensor) {
    var point = points.mutableImage(image)
    let original = originals.image(image)
    PixelRounding.apply(
      to: &point, around: original, within: norm == .maximum ? .radius(radius) : .change,
      range: range)
  }

  /// A random point of one image's ball, cut with the range.
  func randomPoint(
    _ points: inout Tensor, _ image: Int, around originals: borrowing Tensor,
    _ random: CounterRandom
  ) {
    let original = originals.image(image)
    var point = points.mutableImage(image)
    switch norm {
    case .maximum:
      for index in point.indices {
        point[index] = original[index] + radius.pixels * (2 * random.uniform(index) - 1)
      }
    case .euclidean:
      for index in point.indices { point[index] = random.nearlyNormal(index) }
      let norm = Reduction.squaredL2Norm(point.span).squareRoot()
      let scale = norm > 0 ? Float(Double(radius.pixels) / norm) : 0
      for index in point.indices { point[index] = original[index] + scale * point[index] }
    }
    project(&point, around: original)
  }

  private func project(_ point: inout MutableSpan<Float>, around original: Span<Float>) {
    switch norm {
    case .maximum:
      PerturbationBox(around: original, radius: radius, range: range).project(&point)
    case .euclidean:
      EuclideanBall(around: original, radius: radius, range: range).project(&point)
    }
  }
}
