internal import Networks
internal import Tasks

extension EvaluationJob {
  /// Longest job file in bytes.
  public static let longestFile = 1 << 20

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
    let problems = ProblemCollector()
    guard let job = Self.decode(text, overrides, problems), problems.isEmpty else {
      throw problems.error(path: path)
    }
    self = job
  }

  /// Decodes the bytes of a job file.
  /// - Throws: as ``init(yaml:path:overrides:)``, and for bytes that are not UTF-8.
  public init(
    bytes: [UInt8], path: String, overrides: JobOverrides = JobOverrides()
  ) throws(JobFileError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Self.encodingError(bytes, path: path)
    }
    try self.init(yaml: text, path: path, overrides: overrides)
  }

  private static func decode(
    _ text: String, _ overrides: JobOverrides, _ problems: ProblemCollector
  ) -> EvaluationJob? {
    let start = JobPlace.file(line: 1, column: 1)
    guard text.utf8.count <= longestFile else {
      problems.add(
        start, key: "", expected: "at most \(longestFile) bytes", found: "\(text.utf8.count)")
      return nil
    }
    var parser = DocumentParser(problems)
    guard let root = parser.parse(text)?.applying(overrides),
      let section = Section<JobFileKey>(root, at: start, path: "", problems: problems)
    else { return nil }
    return JobDecoder(section: section, problems: problems).decode()
  }

  /// The error that points at the first byte that is not UTF-8.
  private static func encodingError(_ bytes: [UInt8], path: String) -> JobFileError {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var scalars: [Unicode.Scalar] = []
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { scalars.append(scalar) }
    let position = TextPosition(after: scalars)
    let offset = scalars.reduce(0) { $0 + UTF8.width($1) }
    let finding = offset < bytes.count ? "the byte \(bytes[offset])" : "its end"
    return JobFileError(
      path: path,
      problems: [
        JobProblem(
          .file(line: position.line, column: position.column), key: "",
          expected: "text in UTF-8", found: finding)
      ])
  }
}
