public import Tasks

/// What a look at every pixel of a split tells.
public struct SplitStatistics: Sendable {
  /// Figures of one task's labels.
  public struct Labels: Sendable {
    /// The task.
    public let task: DenseTask
    /// Number of pixels.
    public fileprivate(set) var pixels = 0
    /// Number of pixels that count.
    public fileprivate(set) var validPixels = 0
    /// Least and largest stored value of valid pixels; nil when there are none.
    public fileprivate(set) var range: ClosedRange<Float>?
    /// Pixels of every stored value, for segmentation.
    public fileprivate(set) var histogram: [Int]
    /// Pixels whose value the encoding does not have.
    public fileprivate(set) var unknownValues = 0

    /// Share of pixels that count.
    public var validShare: Double { pixels == 0 ? 0 : Double(validPixels) / Double(pixels) }
  }

  /// The labels of every task, in canonical order.
  public let labels: [Labels]
  /// Number of images looked at.
  public let imageCount: Int
  /// Means of red, green and blue, 0...255.
  public let imageMean: [Double]

  /// Reads all images of a split, or the first ones, and compares each with its digest.
  /// - Throws: as ``DatasetSplit/verifiedSample(_:)``.
  public init(_ split: DatasetSplit, limit: Int? = nil) throws {
    imageCount = min(limit ?? split.count, split.count)
    var labels = split.tasks.map { task in
      Labels(
        task: task, histogram: [Int](repeating: 0, count: task == .segmentation ? 256 : 0))
    }
    var sums = [0, 0, 0]
    for index in 0..<imageCount {
      let sample = try split.verifiedSample(index)
      let pixels = sample.image.values
      for start in stride(from: 0, to: pixels.count, by: 3) {
        for channel in 0..<3 { sums[channel] += Int(pixels[start + channel]) }
      }
      for position in labels.indices {
        guard let values = sample.labels[labels[position].task] else { continue }
        labels[position].add(values, split.dialect)
      }
    }
    self.labels = labels
    let count = Double(imageCount * split.height * split.width)
    imageMean = sums.map { count == 0 ? 0 : Double($0) / count }
  }
}

extension SplitStatistics.Labels {
  mutating func add(_ values: StoredLabelValues, _ dialect: LabelDialect) {
    switch values {
    case .bytes(let bytes) where task == .segmentation:
      let (ignored, largest): (UInt8, UInt8) =
        dialect == .nyuv2 ? (255, dialect.largestStoredClass) : (0, dialect.largestStoredClass)
      for value in bytes {
        pixels += 1
        histogram[Int(value)] += 1
        if value == ignored { continue }
        if value > largest { unknownValues += 1 }
        count(Float(value))
      }
    case .bytes(let bytes):
      let invalid: [UInt8] = dialect == .nyuv2 ? [255, 127] : [128]
      for start in stride(from: 0, to: bytes.count - 2, by: 3) {
        let (red, green, blue) = (bytes[start], bytes[start + 1], bytes[start + 2])
        pixels += 1
        if red == green && green == blue && invalid.contains(red) { continue }
        count(Float(red))
        widen(Float(green))
        widen(Float(blue))
      }
    case .words(let words):
      for value in words {
        pixels += 1
        if task == .depth && value >= LabelDialect.depthLimit { continue }
        count(Float(value))
      }
    case .floats(let floats):
      for value in floats {
        pixels += 1
        if !value.isFinite { unknownValues += 1 }
        if value > DepthEncoding.smallestValidDepth && value.isFinite { count(value) }
      }
    }
  }

  private mutating func count(_ value: Float) {
    validPixels += 1
    widen(value)
  }

  private mutating func widen(_ value: Float) {
    guard let range else {
      self.range = value...value
      return
    }
    if !range.contains(value) {
      self.range = min(range.lowerBound, value)...max(range.upperBound, value)
    }
  }
}
