/// Finds the tensors of a model in what `torch.save` stored.
enum StateDict {
  /// The keys under which trainers store it.
  static let keys = ["state_dict", "model_state_dict", "model"]

  /// The records of the state dict, in stored order.
  ///
  /// It is the root itself if that maps names to tensors only, or else the value of the first of
  /// `keys` that is there.
  static func records(in root: PickleValue, file: String) throws(CheckpointError) -> [TensorRecord]
  {
    guard case .dictionary(let entries) = root.content else {
      throw missing(file, found: root.kindName)
    }
    if !entries.isEmpty, entries.allSatisfy({ $0.key.string != nil && $0.value.tensor != nil }) {
      return try tensors(entries, file: file)
    }
    for key in keys {
      guard let value = root[key] else { continue }
      guard case .dictionary(let entries) = value.content else {
        throw missing(file, found: "\(value.kindName) under '\(key)'")
      }
      return try tensors(entries, file: file)
    }
    let names = entries.prefix(8).map { $0.key.string.map(quoted) ?? $0.key.kindName }
    throw missing(file, found: "a dictionary of \(names.joined(separator: ", "))")
  }

  private static func tensors(
    _ entries: [PickleValue.Entry], file: String
  ) throws(CheckpointError) -> [TensorRecord] {
    var records: [TensorRecord] = []
    for entry in entries {
      guard let name = entry.key.string else {
        throw CheckpointError(
          .malformed, file: file, place: "state dict", expected: "names of tensors",
          found: entry.key.kindName)
      }
      guard let tensor = entry.value.tensor else {
        throw CheckpointError(
          .malformed, file: file, place: "state dict", tensor: name, expected: "a tensor",
          found: entry.value.kindName)
      }
      records.append(tensor.named(name))
    }
    return records
  }

  private static func missing(_ file: String, found: String) -> CheckpointError {
    let names = keys.map { "'\($0)'" }.joined(separator: ", ")
    return CheckpointError(
      .missing, file: file, place: "data.pkl",
      expected: "a state dict, by itself or under one of \(names)", found: found)
  }
}
