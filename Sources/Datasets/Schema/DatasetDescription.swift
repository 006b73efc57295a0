public import Tasks

/// What a data set file says about itself.
public struct DatasetDescription: Hashable, Sendable {
  /// How the labels are encoded.
  public var dialect: LabelDialect
  /// The tasks that every split has labels for, in canonical order.
  public var tasks: [DenseTask]
  /// Where the data come from, in words.
  public var source: String
  /// The parameters that it was made with, in words or JSON.
  public var creation: String

  /// Creates a description.
  public init(dialect: LabelDialect, tasks: [DenseTask], source: String, creation: String) {
    self.dialect = dialect
    self.tasks = tasks.sorted()
    self.source = source
    self.creation = creation
  }
}
