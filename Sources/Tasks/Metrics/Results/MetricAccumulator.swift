/// The metrics of one task under one configuration, image by image.
///
/// Counts do not depend on the order of the images. Sums do, in their rounding: whoever needs the
/// same bytes each time adds the images in the order of their numbers.
///
/// Memory is dense and does not grow with the images, see ``byteCount(_:)``.
public struct MetricAccumulator: Sendable {
  /// What labels and predictions mean.
  public let convention: TaskConvention
  private var pool: MetricPool
  /// The histogram of angles.
  private var histogram: [UInt64]

  /// Creates an accumulator of no image.
  public init(_ convention: TaskConvention) {
    self.convention = convention
    pool = MetricPool(convention)
    if case .normals = convention.target {
      histogram = [UInt64](repeating: 0, count: AngleBins.count)
    } else {
      histogram = []
    }
  }

  /// Bytes that an accumulator holds, whatever is added: under 1 KiB but for the histogram of
  /// normals (144,000 bytes) and four counts for every class of a segmentation. A configuration of
  /// NYUv2's or Taskonomy's tasks is under ``largestByteCount``.
  public static func byteCount(_ convention: TaskConvention) -> Int {
    let fixed = 1_024
    return switch convention.target {
    case .classes(let count, _): fixed + 4 * count * MemoryLayout<Int>.stride
    case .normals: fixed + AngleBins.count * MemoryLayout<UInt64>.stride
    case .depth, .response: fixed
    }
  }

  /// The most bytes that the accumulators of one configuration hold, up to 255 classes.
  public static let largestByteCount = 160 * 1_024

  /// Bytes that this accumulator holds now.
  var heldByteCount: Int {
    let counts = pool.published.capacity + pool.strict.capacity
    return MemoryLayout<Self>.size + counts * MemoryLayout<Int>.stride
      + histogram.capacity * MemoryLayout<UInt64>.stride
  }

  /// Number of images.
  public var imageCount: Int { pool.imageCount }

  /// Adds the record of an image.
  /// - Complexity: O(bytes of the record).
  /// - Precondition: the record fits the convention.
  public mutating func add(_ record: MetricRecord) {
    precondition(record.fits(convention), "a record that is not one of \(convention)")
    pool.add(ImageSummary(record))
    if case .normals(_, let counts) = record.content { counts.add(to: &histogram) }
  }

  /// The metrics of all images so far.
  /// - Parameters:
  ///   - mode: whose definitions.
  ///   - benchmark: whose metrics, in `paper` mode.
  ///   - isRounded: whether `paper` mode rounds to four decimals, as published.
  /// - Complexity: O(bins + classes).
  public func metrics(
    _ mode: MetricMode, of benchmark: LabelDialect, isRounded: Bool = true
  ) -> TaskMetrics {
    var pool = pool
    if case .normals = convention.target {
      pool.strictMedian = AngleBins.median(of: histogram)
      pool.publishedMedian = AngleBins.median(
        of: histogram, adding: pool.angles.directionlessCount, to: AngleBins.bin(90))
    }
    return pool.metrics(mode, of: benchmark, isRounded: isRounded)
  }
}
