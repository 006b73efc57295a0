public import Tasks
internal import TensorCore

/// Makes samples of a benchmark's images and labels as its published loader does.
///
/// NYUv2 images are resized bilinearly in 8 bits. Taskonomy images come to 256x256 by the nearest
/// neighbour first and are then resized bilinearly in floats. Labels always take the nearest
/// neighbour, along the same way.
public struct Preprocessing: Sendable {
  /// How the labels are stored.
  public let dialect: LabelDialect
  /// The tasks wanted, and what their labels are decoded to.
  public let conventions: [TaskConvention]
  /// Rows of a sample.
  public let height: Int
  /// Columns of a sample.
  public let width: Int

  /// Rows and columns that Taskonomy images are brought to first.
  static let taskonomyExtent = 256

  /// Creates a way of preprocessing.
  /// - Precondition: the extents are positive.
  public init(dialect: LabelDialect, conventions: [TaskConvention], height: Int, width: Int) {
    precondition(height > 0 && width > 0, "samples of \(height)x\(width)")
    self.dialect = dialect
    self.conventions = conventions
    self.height = height
    self.width = width
  }

  /// The sample for evaluation: the whole image at the size wanted.
  /// - Throws: ``SampleError`` when a task's label is missing or of another size than the image,
  ///   `TaskLabelError` when it cannot be decoded.
  /// - Complexity: O(pixels).
  public func evaluationSample(_ stored: StoredSample) throws -> Sample {
    let base = baseExtents(of: stored.image)
    let geometry = Geometry(
      height: height, width: width, rows: CropWindow(height, extent: height, start: 0),
      columns: CropWindow(width, extent: width, start: 0), base: base, isMirrored: false)
    return try sample(stored, geometry, isTraining: false)
  }

  /// The sample for training: scaled, mirrored, cropped or padded.
  ///
  /// Padding is the mean-free 0 - mean in images, 0 in NYUv2 depth, 255 in all other labels and in
  /// masks.
  /// - Throws: as ``evaluationSample(_:)``.
  /// - Precondition: the crop lies inside the scaled and padded image.
  public func trainingSample(
    _ stored: StoredSample, _ augmentation: Augmentation
  ) throws -> Sample {
    let base = baseExtents(of: stored.image)
    let scaledHeight = Augmentation.scaled(base.height, augmentation.scale)
    let scaledWidth = Augmentation.scaled(base.width, augmentation.scale)
    let geometry = Geometry(
      height: scaledHeight, width: scaledWidth,
      rows: CropWindow(scaledHeight, extent: height, start: augmentation.firstRow),
      columns: CropWindow(scaledWidth, extent: width, start: augmentation.firstColumn),
      base: base, isMirrored: augmentation.isMirrored)
    return try sample(stored, geometry, isTraining: true)
  }

  /// The augmentation of an image, see `Augmentation`.
  public func augmentation(
    seed: UInt64, epoch: Int, index: Int, of image: Raster<UInt8>
  ) -> Augmentation {
    let base = baseExtents(of: image)
    return Augmentation(
      seed: seed, epoch: epoch, index: index, height: base.height, width: base.width,
      cropHeight: height, cropWidth: width)
  }
}

extension Preprocessing {
  /// What happens to the pixel grid.
  struct Geometry {
    /// Extents after scaling.
    let height: Int
    let width: Int
    /// What is cut out of that.
    let rows: CropWindow
    let columns: CropWindow
    /// Extents before scaling.
    let base: (height: Int, width: Int)
    let isMirrored: Bool
  }

  private func baseExtents(of image: Raster<UInt8>) -> (height: Int, width: Int) {
    switch dialect {
    case .nyuv2: (image.height, image.width)
    case .taskonomy: (Self.taskonomyExtent, Self.taskonomyExtent)
    }
  }

  private func sample(
    _ stored: StoredSample, _ geometry: Geometry, isTraining: Bool
  ) throws -> Sample {
    let labels = try LabelPreprocessing(
      self, stored, geometry, isTraining: isTraining
    ).labels()
    return Sample(
      name: stored.name, height: height, width: width, input: input(stored.image, geometry),
      labels: labels)
  }

  /// The network's input: resized, mirrored, cropped, BGR, without the mean.
  private func input(_ image: Raster<UInt8>, _ geometry: Geometry) -> [Float] {
    switch dialect {
    case .nyuv2:
      let scaled = image.resizedBilinear(height: geometry.height, width: geometry.width)
      return centred(scaled.values, geometry) { Float($0) }
    case .taskonomy:
      let base = image.resizedNearest(height: geometry.base.height, width: geometry.base.width)
      let floats = Raster<Float>(
        height: base.height, width: base.width, channels: 3, values: base.values.map { Float($0) })
      let scaled = floats.resizedBilinear(height: geometry.height, width: geometry.width)
      return centred(scaled.values, geometry) { $0 }
    }
  }

  private func centred<Value>(
    _ scaled: [Value], _ geometry: Geometry, _ convert: (Value) -> Float
  ) -> [Float] {
    let mean = (ImageMean.bgr[0], ImageMean.bgr[1], ImageMean.bgr[2])
    var input = [Float](repeating: 0, count: height * width * 3)
    for row in 0..<height {
      for column in 0..<width {
        let target = (row * width + column) * 3
        var (blue, green, red): (Float, Float, Float) = (0, 0, 0)
        if geometry.rows.inside.contains(row), geometry.columns.inside.contains(column) {
          let y = row - geometry.rows.inside.lowerBound + geometry.rows.firstSource
          let x = column - geometry.columns.inside.lowerBound + geometry.columns.firstSource
          let source = (y * geometry.width + (geometry.isMirrored ? geometry.width - 1 - x : x)) * 3
          (red, green, blue) = (
            convert(scaled[source]), convert(scaled[source + 1]), convert(scaled[source + 2])
          )
        }
        input[target] = blue - mean.0
        input[target + 1] = green - mean.1
        input[target + 2] = red - mean.2
      }
    }
    return input
  }
}
