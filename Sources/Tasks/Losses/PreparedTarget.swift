/// The label of one image in the form its loss needs, at the resolution of the prediction.
///
/// Resizing, validity and normalisation are done once for an image and not in every step of an
/// attack. Images are independent, and a target may be read by several threads at a time.
public struct PreparedTarget: Sendable {
  /// What the loss compares predictions with, pixel by pixel in row-major order.
  enum Pixels: Sendable {
    /// The class of every pixel, -1 where it is ignored; the weight of every class.
    case classes([Int32], weights: [Float]?)
    /// Three components of every pixel's unit vector (or of a zero vector, if the label is one).
    case directions([Float], validity: [Bool])
    /// The value of every pixel.
    case values([Float], validity: [Bool])
  }

  /// What labels and predictions mean.
  public let convention: TaskConvention
  /// Rows of the prediction.
  public let height: Int
  /// Columns of the prediction.
  public let width: Int
  /// Number of valid pixels at the prediction's resolution.
  public let validCount: Int
  /// The sum of the valid pixels' weights, known before any prediction: what a loss pooled over
  /// images and ranks is divided by, after they have been added.
  public let denominator: Double
  let pixels: Pixels

  /// Whether no pixel is valid: the loss is 0 and has no gradient.
  public var isEmpty: Bool { validCount == 0 }

  /// Number of values of a prediction.
  public var predictionCount: Int { height * width * convention.predictionChannels }

  init(_ convention: TaskConvention, height: Int, width: Int, pixels: Pixels) {
    self.convention = convention
    self.height = height
    self.width = width
    self.pixels = pixels
    switch pixels {
    case .classes(let classes, nil):
      validCount = classes.count { $0 >= 0 }
      denominator = Double(validCount)
    case .classes(let classes, let weights?):
      validCount = classes.count { $0 >= 0 }
      denominator = classes.reduce(0) { $1 < 0 ? $0 : $0 + Double(weights[Int($1)]) }
    case .directions(_, let validity), .values(_, let validity):
      validCount = validity.count { $0 }
      denominator = Double(validCount)
    }
  }
}
