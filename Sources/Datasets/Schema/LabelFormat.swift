public import HDF5Store
public import Tasks

/// How the labels of a task are stored in a data set file.
public struct LabelFormat: Hashable, Sendable {
  /// Type of the values.
  public let elementType: ElementType
  /// Values of a pixel; the dataset has a fourth dimension when there is more than one.
  public let channels: Int
  /// Attribute `encoding`: what a value stands for.
  public let encoding: String
  /// Attribute `unit`.
  public let unit: String
  /// Attribute `invalid`: which pixels count for nothing.
  public let invalid: String
  /// Attribute `axes` of normals: where red, green and blue point in the camera's frame.
  public let axes: String?

  /// The format of a task in a dialect; nil when the dialect does not have the task.
  public init?(_ task: DenseTask, in dialect: LabelDialect) {
    switch (dialect, task) {
    case (.nyuv2, .segmentation):
      self.init(.uint8, "class", "class number 0...39", "255")
    case (.nyuv2, .normals):
      self.init(
        .uint8, channels: 3, "rgb", "v / 255 * 2 - 1", "(255,255,255) (127,127,127)",
        axes: "right, away, up")
    case (.nyuv2, .depth):
      self.init(.float32, "metres", "m", "0")
    case (.taskonomy, .segmentation):
      self.init(.uint8, "class+1", "class number + 1, 1...17", "0")
    case (.taskonomy, .normals):
      self.init(
        .uint8, channels: 3, "rgb", "v / 255 * 2 - 1", "(128,128,128)", axes: "right, down, away")
    case (.taskonomy, .depth):
      self.init(.uint16, "metres/512", "m / 512", ">= 64500")
    case (.taskonomy, .keypoints), (.taskonomy, .edges):
      self.init(.uint16, "response/65536", "1 / 65536", "none")
    case (.nyuv2, .keypoints), (.nyuv2, .edges): return nil
    }
  }

  private init(
    _ elementType: ElementType, channels: Int = 1, _ encoding: String, _ unit: String,
    _ invalid: String, axes: String? = nil
  ) {
    self.elementType = elementType
    self.channels = channels
    self.encoding = encoding
    self.unit = unit
    self.invalid = invalid
    self.axes = axes
  }

  /// The attributes of the dataset with their values.
  var attributes: [(name: String, value: String)] {
    [
      (DatasetSchema.encodingAttribute, encoding), (DatasetSchema.unitAttribute, unit),
      (DatasetSchema.invalidAttribute, invalid),
    ] + (axes.map { [(DatasetSchema.axesAttribute, $0)] } ?? [])
  }

  /// The extents of the dataset for a number of images.
  func shape(count: Int, height: Int, width: Int) -> [Int] {
    [count, height, width] + (channels > 1 ? [channels] : [])
  }
}

extension LabelDialect {
  /// Largest class number that segmentation labels store, besides 255 in NYUv2.
  var largestStoredClass: UInt8 { self == .nyuv2 ? 39 : 17 }
}
