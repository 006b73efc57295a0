/// The directory of a zip archive whose entries are all stored without compression.
///
/// Written after PKWARE's APPNOTE 6.3.10; the section numbers are its own. Archives on several
/// disks, encryption and compression are refused, and so are entries that overlap.
struct ZipArchive {
  /// The entries in the directory's order.
  let entries: [ZipEntry]

  /// Whether the bytes begin as an archive does.
  static func matches(_ source: CheckpointBytes) -> Bool {
    source.count >= 4 && source.load(UInt32.self, at: 0) == ZipSignature.localHeader.rawValue
  }

  /// Reads and checks the directory and every entry's local header.
  /// - Complexity: O(n log n) in the number of entries.
  init(reading source: CheckpointBytes) throws(CheckpointError) {
    let end = try ZipDirectoryEnd(locatingIn: source)
    var cursor = ByteCursor(source, range: end.directory, part: "zip directory")
    var entries: [ZipEntry] = []
    entries.reserveCapacity(end.entryCount)
    var names: Set<String> = []
    for _ in 0..<end.entryCount {
      let context = cursor.context()
      let header = try ZipDirectoryHeader(taking: &cursor)
      guard names.insert(header.name).inserted else {
        throw context.fault(
          .duplicateName, expected: "each entry once", found: "\(quoted(header.name)) again")
      }
      let range = try header.locate(in: source, before: end.directory.lowerBound)
      entries.append(ZipEntry(name: header.name, checksum: header.checksum, range: range))
    }
    guard cursor.remaining == 0 else {
      throw cursor.context().fault(
        .malformed, expected: "\(end.entryCount) entries and no more",
        found: "\(cursor.remaining) bytes left")
    }
    self.entries = entries
    try checkOverlap(in: source.file)
  }

  /// Checks the checksum of an entry.
  /// - Complexity: O(bytes of the entry).
  func verify(_ index: Int, in source: CheckpointBytes, tensor: String?) throws(CheckpointError) {
    let entry = entries[index]
    let found = CRC32.checksum(source.span.extracting(entry.range))
    guard found == entry.checksum else {
      throw CheckpointError(
        .checksum, file: source.file, place: entry.place, tensor: tensor,
        expected: "CRC-32 \(String(entry.checksum, radix: 16))",
        found: String(found, radix: 16))
    }
  }

  private func checkOverlap(in file: String) throws(CheckpointError) {
    var next = 0
    for entry in entries.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard entry.range.lowerBound >= next else {
        throw CheckpointError(
          .invalidRange, file: file, place: "zip directory",
          expected: "entry \(quoted(entry.name)) behind byte \(next), where another ends",
          found: "byte \(entry.range.lowerBound)")
      }
      next = entry.range.upperBound
    }
  }
}
