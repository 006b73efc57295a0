internal import Tasks

/// What the values of a task's pictures mean: enough to paint them.
public enum GalleryValues: String, CaseIterable, Hashable, Sendable {
  /// Whole numbers of classes.
  case classes
  /// Components of directions in -1...1.
  case directions
  /// The bytes blue, green and red of the published normals, of which only the direction counts.
  case bytes = "blue-green-red"
  /// Distances, in metres or on a logarithmic scale.
  case distances
  /// Responses of a detector.
  case responses

  init(_ convention: TaskConvention) {
    self =
      switch convention.target {
      case .classes: .classes
      case .normals(.decoded): .directions
      case .normals(.rawBGR): .bytes
      case .depth: .distances
      case .response: .responses
      }
  }
}
