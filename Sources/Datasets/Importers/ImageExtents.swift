/// The extents that all images of a split have to have.
enum ImageExtents {
  /// Those of the first image that can be read: a damaged one is found when its turn comes.
  /// - Parameter place: what an error names when there are no images at all.
  /// - Throws: ``ImageFileError`` of the first image when none can be read.
  static func ofFirst(_ paths: [String], of place: String) throws -> (height: Int, width: Int) {
    var first: ImageFileError?
    for path in paths {
      do {
        let image = try ImageFile(path).rgb()
        return (image.height, image.width)
      } catch let error {
        first = first ?? error
      }
    }
    throw first ?? ImageFileError(place, expected: "at least one image", found: "none")
  }
}
