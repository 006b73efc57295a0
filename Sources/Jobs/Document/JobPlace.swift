/// Where something in a job stands.
public enum JobPlace: Hashable, Sendable {
  /// In the file; both are counted from 1, columns in Unicode scalars.
  case file(line: Int, column: Int)
  /// In an option of the command line, such as `--layout`.
  case option(String)
}

extension JobPlace: Comparable {
  /// Options come before the file, lines and columns ascend.
  public static func < (left: JobPlace, right: JobPlace) -> Bool {
    switch (left, right) {
    case (.option(let left), .option(let right)): left < right
    case (.option, .file): true
    case (.file, .option): false
    case (.file(let line, let column), .file(let otherLine, let otherColumn)):
      (line, column) < (otherLine, otherColumn)
    }
  }
}
