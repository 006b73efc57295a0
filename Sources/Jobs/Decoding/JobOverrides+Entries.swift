extension JobOverrides {
  /// One value of the command line.
  struct Entry {
    /// The option.
    let option: String
    /// The keys that lead to the value that it replaces.
    let path: [String]
    /// The value as it would be written in the file.
    let text: String
  }

  /// The values that are given.
  var entries: [Entry] {
    let data = JobFileKey.data.rawValue
    let model = JobFileKey.model.rawValue
    let values: [(String, [String], String?)] = [
      ("--output", [JobFileKey.output.rawValue], output),
      ("--layout", [model, ModelKey.layout.rawValue], layout.map { "\($0)" }),
      ("--checkpoint", [model, ModelKey.checkpoint.rawValue], checkpoint),
      ("--data", [data, DataKey.file.rawValue], self.data),
      ("--limit", [data, DataKey.limit.rawValue], limit.map { "\($0)" }),
      ("--seed", [JobFileKey.seed.rawValue], seed.map { "\($0)" }),
      ("--batch-size", [JobFileKey.batchSize.rawValue], batchSize.map { "\($0)" }),
      ("--precision", [JobFileKey.precision.rawValue], precision),
      ("--threads", [JobFileKey.threads.rawValue], threads.map { "\($0)" }),
      ("--hand-out", [JobFileKey.handOut.rawValue], handOut),
      ("--coordination", [JobFileKey.coordination.rawValue], coordination),
    ]
    return values.compactMap { option, path, text in
      text.map { Entry(option: option, path: path, text: $0) }
    }
  }
}
