/// The names of jobs, which are part of paths and tables.
enum JobName {
  /// Whether a text can name a job.
  static func isValid(_ text: String) -> Bool {
    guard text.utf8.count <= 100, let first = text.utf8.first else { return false }
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
    return isAlphanumeric(first)
      && text.utf8.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
  }
}
