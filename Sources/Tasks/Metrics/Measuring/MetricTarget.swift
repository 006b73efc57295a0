/// The label of one image in the form its metrics need, at its own resolution.
///
/// Prepared once for an image and not for every attack on it. May be read by several threads at a
/// time.
public struct MetricTarget: Sendable {
  /// What predictions are compared with, pixel by pixel in row-major order.
  enum Pixels: Sendable {
    /// The class of every pixel, -1 where there is none; whether it is certain, nil if all are.
    case classes([Int32], certainty: [Bool]?)
    /// Three components of every valid pixel's unit vector, zeros for one without a direction.
    case directions([Double], validity: [Bool])
    /// The value of every pixel.
    case values([Float], validity: [Bool])
  }

  /// What labels and predictions mean.
  public let convention: TaskConvention
  /// Rows of the label.
  public let height: Int
  /// Columns of the label.
  public let width: Int
  let pixels: Pixels
}
