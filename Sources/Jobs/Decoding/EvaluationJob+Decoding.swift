extension EvaluationJob {
  /// Longest job file in bytes.
  public static var longestFile: Int { JobFile.longest }

  /// Decodes a job file.
  ///
  /// Everything that can be known without the files that the job names is checked: unknown, missing
  /// and double keys, types, limits, attacks and layouts that cannot be. docs/job-reference.md
  /// lists the keys.
  /// - Parameters:
  ///   - text: The text of the file, YAML.
  ///   - path: What errors call it.
  ///   - overrides: What the command line says instead.
  /// - Throws: ``JobFileError`` with everything that is wrong.
  public init(
    yaml text: String, path: String, overrides: JobOverrides = JobOverrides()
  ) throws(JobFileError) {
    self = try JobFile.decode(text, path: path, overrides: overrides) {
      JobDecoder(section: $0, problems: $0.problems).decode()
    }
  }

  /// Decodes the bytes of a job file.
  /// - Throws: as ``init(yaml:path:overrides:)``, and for bytes that are not UTF-8.
  public init(
    bytes: [UInt8], path: String, overrides: JobOverrides = JobOverrides()
  ) throws(JobFileError) {
    try self.init(yaml: JobFile.text(bytes, path: path), path: path, overrides: overrides)
  }
}
