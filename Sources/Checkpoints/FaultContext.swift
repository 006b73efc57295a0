/// The file, the place in it and the tensor that a check is about, for the error it may throw.
struct FaultContext {
  var file: String
  var place: String?
  var tensor: String?

  /// An error at this place.
  func fault(
    _ kind: CheckpointError.Kind, expected: String, found: String
  ) -> CheckpointError {
    CheckpointError(
      kind, file: file, place: place, tensor: tensor, expected: expected, found: found)
  }
}
