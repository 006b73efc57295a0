/// The names that the format has; docs/dataset-format.md explains them.
enum DatasetSchema {
  /// Value of the attribute `format`.
  static let format = "equipoise-dataset"
  /// Value of the attribute `format_version`: what this program reads and writes.
  static let version: Int32 = 1

  /// File attributes.
  static let formatAttribute = "format"
  static let versionAttribute = "format_version"
  static let kindAttribute = "kind"
  static let sourceAttribute = "source"
  static let creationAttribute = "creation"
  static let digestAttribute = "digest"

  /// Attributes of a label dataset.
  static let encodingAttribute = "encoding"
  static let unitAttribute = "unit"
  static let invalidAttribute = "invalid"
  static let axesAttribute = "axes"

  /// Members of a split besides the tasks.
  static let image = "image"
  static let name = "name"
  static let digest = "digest"
  /// Bytes of a digest.
  static let digestSize = 32

  /// Whether a text can be the name of a split.
  static func isSplitName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains(UInt8(ascii: "/"))
      && !name.utf8.contains(0)
  }
}
