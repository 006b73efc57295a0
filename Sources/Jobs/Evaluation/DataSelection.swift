public import Tasks

/// The images that a job works on.
public struct DataSelection: Hashable, Sendable {
  /// Rows or columns that an image may be brought to.
  public static let extents = 1...8192

  /// Path of the data set file, relative to the current directory.
  public var file: String
  /// How the file's labels are encoded. A job states it, so that everything that depends on it is
  /// checked when the job is read; ``check(kind:tasks:for:)`` holds it against the file.
  public var kind: LabelDialect
  /// Name of the split.
  public var split: String
  /// Number of images, from the first on; all when nil.
  public var limit: Int?
  /// Rows that images are brought to.
  public var height: Int
  /// Columns that images are brought to.
  public var width: Int

  /// Creates a selection.
  /// - Precondition: the extents are in ``extents``, and the limit is positive.
  public init(
    file: String, kind: LabelDialect, split: String, limit: Int? = nil, height: Int, width: Int
  ) {
    precondition(
      Self.extents.contains(height) && Self.extents.contains(width), "images of \(height)x\(width)")
    if let limit { precondition(limit > 0, "a limit of \(limit) images") }
    self.file = file
    self.kind = kind
    self.split = split
    self.limit = limit
    self.height = height
    self.width = width
  }

  /// Holds the job against the data set file that it names.
  /// - Parameters:
  ///   - kind: How the file's labels are encoded.
  ///   - tasks: The tasks that the file has labels of.
  ///   - wanted: The tasks of the model.
  /// - Throws: ``JobMismatch`` when the file is of another kind or lacks a task.
  public func check(
    kind found: LabelDialect, tasks: [DenseTask], for wanted: [DenseTask]
  ) throws(JobMismatch) {
    guard found == kind else {
      throw JobMismatch("data.kind", of: file, expected: kind.rawValue, found: found.rawValue)
    }
    for task in wanted where !tasks.contains(task) {
      throw JobMismatch(
        "model.tasks", of: file, expected: "labels of \(task.rawValue)",
        found: "only \(tasks.map(\.rawValue).joined(separator: ", "))")
    }
  }
}
