internal import Tasks

/// Reads `data`.
struct DataDecoder {
  let section: Section<DataKey>
  /// The kind, which the model's tasks depend on; nil when it is missing or wrong.
  let kind: LabelDialect?

  /// The split where none is named.
  private let standardSplit: String

  init(_ section: Section<DataKey>, standardSplit: String = "test") {
    self.section = section
    self.standardSplit = standardSplit
    kind = section.required(.kind).flatMap { section.choice(.kind, $0) }
  }

  /// The images; nil when a problem has been reported.
  func decode() -> DataSelection? {
    let file = section.required(.file).flatMap { section.text(.file, $0, where: Self.isPath) }
    let split = section.node(.split).map { section.text(.split, $0, where: Self.isSplit) }
    let limit = section.integer(.limit, in: 1...Int.max)
    let height = section.required(.height).flatMap {
      section.integer(.height, $0, in: DataSelection.extents)
    }
    let width = section.required(.width).flatMap {
      section.integer(.width, $0, in: DataSelection.extents)
    }
    guard let file, let kind, let split = split ?? standardSplit, let height, let width else {
      return nil
    }
    return DataSelection(
      file: file, kind: kind, split: split, limit: limit, height: height, width: width)
  }

  /// Whether a text can be a path.
  static func isPath(_ text: String) -> Bool { !text.utf8.contains(0) }

  /// Whether a text can name a split.
  static func isSplit(_ text: String) -> Bool {
    isPath(text) && !text.contains("/") && text != "." && text != ".."
  }
}
