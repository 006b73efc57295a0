/// A split that is to be written: its images and their extents.
public struct SplitPlan: Hashable, Sendable {
  /// Name of the split, such as `test`.
  public var name: String
  /// Names of the images, in order, all different.
  public var images: [String]
  /// Rows of every image.
  public var height: Int
  /// Columns of every image.
  public var width: Int

  /// Creates a plan.
  public init(name: String, images: [String], height: Int, width: Int) {
    self.name = name
    self.images = images
    self.height = height
    self.width = width
  }
}
