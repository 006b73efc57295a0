/// One step of Adam as PyTorch's single-tensor implementation takes it on the processor
/// (Kingma, Ba, arXiv 1412.6980; `torch.optim.Adam`, not fused, without `amsgrad`).
///
/// Every operation is rounded to single precision in PyTorch's order, so that equal gradients give
/// equal parameters.
public struct AdamStep: Hashable, Sendable {
  private let decay: Float
  private let keepsFirst: Float
  private let takesFirst: Float
  private let keepsSecond: Float
  private let takesSecond: Float
  private let stepSize: Float
  private let rootCorrection: Float
  private let epsilon: Float

  /// Prepares step number `number`, counted from 1.
  /// - Parameters:
  ///   - learningRate: of this step.
  ///   - betas: decay of the averages of gradients and of their squares.
  ///   - epsilon: added to the root of the second average.
  ///   - weightDecay: times the parameter is added to the gradient.
  /// - Precondition: `number` is at least 1.
  public init(
    number: Int, learningRate: Double, betas: (first: Double, second: Double), epsilon: Double,
    weightDecay: Double
  ) {
    precondition(number >= 1, "step \(number)")
    decay = Float(weightDecay)
    keepsFirst = Float(betas.first)
    takesFirst = Float(1 - betas.first)
    keepsSecond = Float(betas.second)
    takesSecond = Float(1 - betas.second)
    self.epsilon = Float(epsilon)
    stepSize = Float(learningRate / (1 - Self.power(betas.first, number)))
    rootCorrection = Float((1 - Self.power(betas.second, number)).squareRoot())
  }

  /// Moves parameters and their averages.
  /// - Precondition: equal counts.
  /// - Complexity: O(values); allocates nothing.
  public func apply(
    to parameters: inout MutableSpan<Float>, gradients: Span<Float>,
    first: inout MutableSpan<Float>, second: inout MutableSpan<Float>
  ) {
    let count = parameters.count
    requireEqualCounts(count, gradients.count)
    requireEqualCounts(count, first.count)
    requireEqualCounts(count, second.count)
    // PyTorch interpolates from the end that is nearer.
    let isNearFirst = takesFirst < 0.5
    for index in 0..<count {
      var gradient = gradients[index]
      if decay != 0 { gradient.addProduct(decay, parameters[index]) }
      let difference = gradient - first[index]
      let average =
        isNearFirst
        ? first[index].addingProduct(takesFirst, difference)
        : gradient.addingProduct(-keepsFirst, difference)
      let square = second[index] * keepsSecond + takesSecond * gradient * gradient
      first[index] = average
      second[index] = square
      let divisor = square.squareRoot() / rootCorrection + epsilon
      parameters[index] -= stepSize * average / divisor
    }
  }

  /// A power by repeated squaring: no library function whose last bit depends on the platform.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}
