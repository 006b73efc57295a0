/// A job file before it is known what the job is about: text, size, groups.
enum JobFile {
  /// Longest job file in bytes.
  static let longest = 1 << 20

  /// Decodes the text of a job file.
  /// - Parameter read: makes the job of the file's keys; nil when a problem has been reported.
  /// - Throws: ``JobFileError`` with everything that is wrong.
  static func decode<Key: JobKey, Job>(
    _ text: String, path: String, overrides: JobOverrides,
    _ read: (Section<Key>) -> Job?
  ) throws(JobFileError) -> Job {
    let problems = ProblemCollector()
    guard let section: Section<Key> = section(text, overrides, problems),
      let job = read(section), problems.isEmpty
    else { throw problems.error(path: path) }
    return job
  }

  /// The text of a file.
  /// - Throws: ``JobFileError`` that points at the first byte that is not UTF-8.
  static func text(_ bytes: [UInt8], path: String) throws(JobFileError) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var scalars: [Unicode.Scalar] = []
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { scalars.append(scalar) }
    let position = TextPosition(after: scalars)
    let offset = scalars.reduce(0) { $0 + UTF8.width($1) }
    let finding = offset < bytes.count ? "the byte \(bytes[offset])" : "its end"
    throw JobFileError(
      path: path,
      problems: [
        JobProblem(
          .file(line: position.line, column: position.column), key: "",
          expected: "text in UTF-8", found: finding)
      ])
  }

  private static func section<Key: JobKey>(
    _ text: String, _ overrides: JobOverrides, _ problems: ProblemCollector
  ) -> Section<Key>? {
    let start = JobPlace.file(line: 1, column: 1)
    guard text.utf8.count <= longest else {
      problems.add(
        start, key: "", expected: "at most \(longest) bytes", found: "\(text.utf8.count)")
      return nil
    }
    var parser = DocumentParser(problems)
    guard let root = parser.parse(text)?.applying(overrides) else { return nil }
    return Section<Key>(root, at: start, path: "", problems: problems)
  }
}
