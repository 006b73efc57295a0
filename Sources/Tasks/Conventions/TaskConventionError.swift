/// A description of a task that makes no sense.
public enum TaskConventionError: Error, Equatable {
  /// A segmentation with a number of classes outside of 1...255.
  case classCount(Int)
  /// Not one weight for every class.
  case classWeightCount(expected: Int, found: Int)
  /// A weight that is negative or not finite.
  case classWeight(class: Int, found: Float)
  /// All weights are zero.
  case noPositiveClassWeight
}

extension TaskConventionError: CustomStringConvertible {
  /// What was expected and what was found.
  public var description: String {
    switch self {
    case .classCount(let count):
      "a segmentation needs 1 to 255 classes, not \(count)"
    case .classWeightCount(let expected, let found):
      "a segmentation of \(expected) classes needs \(expected) class weights, not \(found)"
    case .classWeight(let index, let found):
      "the weight of class \(index) must be finite and not negative, not \(found)"
    case .noPositiveClassWeight:
      "at least one class weight must be positive"
    }
  }
}
