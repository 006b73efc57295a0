internal import Tasks
internal import TensorCore

/// The labels of one sample: picked by nearest neighbour, decoded, padded.
struct LabelPreprocessing {
  private let preprocessing: Preprocessing
  private let stored: StoredSample
  private let geometry: Preprocessing.Geometry
  private let isTraining: Bool
  /// Rows and columns of the stored labels that the inside of the crop shows.
  private let rows: [Int]
  private let columns: [Int]

  init(
    _ preprocessing: Preprocessing, _ stored: StoredSample, _ geometry: Preprocessing.Geometry,
    isTraining: Bool
  ) {
    self.preprocessing = preprocessing
    self.stored = stored
    self.geometry = geometry
    self.isTraining = isTraining
    let image = stored.image
    rows = geometry.rows.cut(
      Self.sources(from: image.height, over: geometry.base.height, to: geometry.height))
    let columns = Self.sources(from: image.width, over: geometry.base.width, to: geometry.width)
    self.columns = geometry.columns.cut(geometry.isMirrored ? columns.reversed() : columns)
  }

  /// Positions after two resizings, one after the other.
  private static func sources(from source: Int, over base: Int, to destination: Int) -> [Int] {
    let first = NearestAxis.sources(from: source, to: base)
    return NearestAxis.sources(from: base, to: destination).map { first[$0] }
  }

  /// The labels in the order of the conventions.
  func labels() throws -> [TaskLabel] {
    try preprocessing.conventions.map { convention in
      let inside = TensorShape(
        batch: 1, height: rows.count, width: columns.count, channels: convention.labelChannels)
      let decoded = try preprocessing.dialect.decode(
        picked(convention.task), shape: inside, as: convention,
        depth: convention.task == .normals && stored.labels[.depth] != nil ? picked(.depth) : nil)
      let values = placed(
        adjusted(decoded.values, convention), channels: inside.channels,
        padding: preprocessing.dialect == .nyuv2 && convention.task == .depth
          ? 0 : TaskConvention.padding)
      let mask = decoded.mask.map { placed($0, channels: 1, padding: TaskConvention.padding) }
      let shape = TensorShape(
        batch: 1, height: preprocessing.height, width: preprocessing.width,
        channels: inside.channels)
      return try TaskLabel(convention, shape: shape, values: values, mask: mask)
    }
  }

  /// A task's stored values inside the crop.
  private func picked(_ task: DenseTask) throws -> StoredLabelValues {
    let (image, channels) = (stored.image, task == .normals ? 3 : 1)
    guard let label = stored.labels[task] else { throw SampleError.missing(task, stored.name) }
    guard label.count == image.height * image.width * channels else {
      throw SampleError.size(
        task, stored.name, expected: image.height * image.width * channels, found: label.count)
    }
    switch label {
    case .bytes(let values): return .bytes(gather(values, channels))
    case .words(let values): return .words(gather(values, channels))
    case .floats(let values): return .floats(gather(values, channels))
    }
  }

  private func gather<Element>(_ values: [Element], _ channels: Int) -> [Element]
  where Element: BitwiseCopyable & Sendable {
    Raster.gather(
      values, width: stored.image.width, channels: channels, rows: rows, columns: columns)
  }

  /// What the published loaders do to decoded values on the way.
  private func adjusted(_ values: [Float], _ convention: TaskConvention) -> [Float] {
    var values = values
    if geometry.isMirrored, convention.target == .normals(.decoded) {
      // x points the other way in the mirror. The published NYUv2 loader, whose normals are plain
      // bytes, leaves them as they are.
      for index in stride(from: 0, to: values.count, by: 3) { values[index] = -values[index] }
    }
    if isTraining, preprocessing.dialect == .taskonomy {
      // Published: 255 is subtracted in 32 bits and added in 64, so that padding with 0 becomes
      // 255; this rounds small values.
      let padding = TaskConvention.padding
      values = values.map { Float(Double($0 - padding) + Double(padding)) }
    }
    return values
  }

  /// The values of the inside with padding around them.
  private func placed(_ inside: [Float], channels: Int, padding: Float) -> [Float] {
    let (height, width) = (preprocessing.height, preprocessing.width)
    guard rows.count < height || columns.count < width else { return inside }
    var values = [Float](repeating: padding, count: height * width * channels)
    let count = columns.count * channels
    for row in 0..<rows.count {
      let start =
        ((geometry.rows.inside.lowerBound + row) * width + geometry.columns.inside.lowerBound)
        * channels
      values.replaceSubrange(start..<start + count, with: inside[row * count..<(row + 1) * count])
    }
    return values
  }
}
