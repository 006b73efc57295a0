internal import Tasks

/// Checks what importers read before it goes into a file.
enum LabelCheck {
  /// Throws unless an image has the extents that all images of its split have.
  static func extents(
    _ image: Raster<UInt8>, in plan: SplitPlan, _ path: String
  ) throws(ImageFileError) {
    guard image.height == plan.height, image.width == plan.width else {
      throw ImageFileError(
        path, expected: "\(plan.height)x\(plan.width), as the first image of \(plan.name)",
        found: "\(image.height)x\(image.width)")
    }
  }

  /// Throws unless a map has as many rows and columns as its image.
  static func extents<Element>(
    _ map: Raster<Element>, of image: Raster<UInt8>, _ path: String
  ) throws(ImageFileError) {
    guard map.height == image.height, map.width == image.width else {
      throw ImageFileError(
        path, expected: "\(image.height)x\(image.width), as its image",
        found: "\(map.height)x\(map.width)")
    }
  }

  /// Throws unless every value is a class of the dialect.
  static func classes(
    _ values: [UInt8], _ dialect: LabelDialect, _ path: String
  ) throws(ImageFileError) {
    let largest = dialect.largestStoredClass
    let ignored: UInt8? = dialect == .nyuv2 ? 255 : nil
    for value in values where value > largest && value != ignored {
      throw ImageFileError(
        path, expected: "classes 0...\(largest)" + (ignored.map { " or \($0)" } ?? ""),
        found: "\(value)")
    }
  }

  /// Throws unless every value is a finite number.
  static func finite(_ values: [Float], _ path: String) throws(ImageFileError) {
    for value in values where !value.isFinite {
      throw ImageFileError(path, expected: "finite values", found: "\(value)")
    }
  }
}
