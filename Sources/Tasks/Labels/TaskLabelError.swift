/// Labels that can't be used.
public enum TaskLabelError: Error, Equatable {
  /// The two parts of a label.
  public enum Part: String, Sendable {
    /// The label's values.
    case values
    /// The mask of valid pixels.
    case mask
  }

  /// A pixel of a label, at the label's own resolution.
  public struct Place: Hashable, Sendable {
    /// Task of the label.
    public var task: DenseTask
    /// Position of the image in its batch.
    public var image: Int
    /// Row from the top.
    public var row: Int
    /// Column from the left.
    public var column: Int

    /// Names a pixel.
    public init(task: DenseTask, image: Int, row: Int, column: Int) {
      self.task = task
      self.image = image
      self.row = row
      self.column = column
    }
  }

  /// The label's number of channels is not that of its task.
  case channels(DenseTask, expected: Int, found: Int)
  /// Too few or too many values for the extents.
  case count(DenseTask, Part, expected: Int, found: Int)
  /// The convention says that a mask tells which pixels are valid, but there is none.
  case missingMask(DenseTask)
  /// The label has no pixel, or a prediction of no pixel was asked for.
  case empty(DenseTask, height: Int, width: Int)
  /// A value that is neither a class nor 255.
  case invalidClass(Place, found: Float, classes: Int)
  /// A valid pixel whose value is not finite.
  case notFinite(Place, found: Float)
  /// The values are stored in another number type than the benchmark publishes.
  case storedType(DenseTask, LabelDialect, expected: String, found: String)
  /// The benchmark's stored labels can't be turned into what the convention asks for.
  case notConvertible(TaskConvention, LabelDialect)
}

extension TaskLabelError: CustomStringConvertible {
  /// Place, expectation and finding.
  public var description: String {
    switch self {
    case .channels(let task, let expected, let found):
      "\(task.rawValue) label: expected \(expected) channels, found \(found)"
    case .count(let task, let part, let expected, let found):
      "\(task.rawValue) label: expected \(expected) elements of the \(part), found \(found)"
    case .missingMask(let task):
      "\(task.rawValue) label: expected a mask of valid pixels, found none"
    case .empty(let task, let height, let width):
      "\(task.rawValue) label: expected at least one pixel, found \(height)x\(width)"
    case .invalidClass(let place, let found, let classes):
      "\(place): expected a class 0...\(classes - 1) or 255, found \(found)"
    case .notFinite(let place, let found):
      "\(place): expected a finite value, found \(found)"
    case .storedType(let task, let dialect, let expected, let found):
      "\(task.rawValue) label of \(dialect.rawValue): expected \(expected), found \(found)"
    case .notConvertible(let convention, let dialect):
      "\(convention.task.rawValue) label of \(dialect.rawValue):"
        + " can't be decoded as \(convention.target)"
    }
  }
}

extension TaskLabelError.Place: CustomStringConvertible {
  /// Task, image, row and column in words.
  public var description: String {
    "\(task.rawValue) label, image \(image), row \(row), column \(column)"
  }
}
