/// Where the directory of a zip archive is, from the records at the archive's end.
struct ZipDirectoryEnd {
  /// Number of entries.
  let entryCount: Int
  /// The directory's bytes.
  let directory: Range<Int>

  private static let recordSize = 22
  private static let locatorSize = 20
  private static let record64Size = 56

  /// Finds the record (APPNOTE 4.3.16), and its 64-bit form (4.3.14) if there is one.
  init(locatingIn source: CheckpointBytes) throws(CheckpointError) {
    let context = FaultContext(file: source.file, place: "end of the zip directory")
    let position = try Self.position(in: source)
    var cursor = ByteCursor(source, range: position..<source.count, part: "end of zip directory")
    _ = try cursor.take(UInt32.self, "a signature")
    let disk = try cursor.take(UInt16.self, "a disk number")
    let firstDisk = try cursor.take(UInt16.self, "a disk number")
    let countHere = try UInt64(cursor.take(UInt16.self, "a number of entries"))
    var count = try UInt64(cursor.take(UInt16.self, "a number of entries"))
    var size = try UInt64(cursor.take(UInt32.self, "a directory size"))
    var offset = try UInt64(cursor.take(UInt32.self, "a directory offset"))
    guard disk == 0 || disk == .max, firstDisk == 0 || firstDisk == .max, countHere == count else {
      throw context.fault(
        .malformed, expected: "an archive on one disk",
        found: "disks \(disk) and \(firstDisk), \(countHere) of \(count) entries here")
    }
    var limit = position
    let locator = position - Self.locatorSize
    if locator >= 0,
      source.load(UInt32.self, at: locator) == ZipSignature.directoryEnd64Locator.rawValue
    {
      let record = try Self.record64(at: locator, in: source, context)
      // A field of the short record that is not saturated must agree with the long one.
      guard count == 0xFFFF || count == record.count, size == 0xFFFF_FFFF || size == record.size,
        offset == 0xFFFF_FFFF || offset == record.offset
      else {
        throw context.fault(
          .malformed, expected: "the same directory in the 32-bit and the 64-bit record",
          found: "\(count), \(size), \(offset) and \(record.count), \(record.size), "
            + "\(record.offset)")
      }
      (count, size, offset, limit) = record
    }
    guard offset <= UInt64(limit), size == UInt64(limit) - offset else {
      throw context.fault(
        .invalidRange, expected: "a directory that ends at byte \(limit)",
        found: "\(size) bytes from byte \(offset)")
    }
    let possible = min(
      size / UInt64(ZipDirectoryHeader.fixedSize), UInt64(CheckpointLimits.zipEntryCount))
    guard count <= possible else {
      throw context.fault(
        .limitExceeded, expected: "at most \(possible) entries in \(size) bytes",
        found: "\(count)")
    }
    entryCount = Int(count)
    directory = Int(offset)..<limit
  }

  /// The record is the last thing but a comment of at most 65535 bytes.
  private static func position(in source: CheckpointBytes) throws(CheckpointError) -> Int {
    var position = source.count - recordSize
    let lowest = max(0, position - Int(UInt16.max))
    while position >= lowest {
      if source.load(UInt32.self, at: position) == ZipSignature.directoryEnd.rawValue {
        let comment = Int(source.load(UInt16.self, at: position + 20))
        if position + recordSize + comment == source.count { return position }
      }
      position -= 1
    }
    throw CheckpointError(
      .truncated, file: source.file, place: "end of the file",
      expected: "the end record of a zip directory", found: "none")
  }

  private static func record64(
    at locator: Int, in source: CheckpointBytes, _ context: FaultContext
  ) throws(CheckpointError) -> (count: UInt64, size: UInt64, offset: UInt64, position: Int) {
    let position = source.load(UInt64.self, at: locator + 8)
    guard position <= UInt64(max(0, locator - record64Size)), locator >= record64Size,
      source.load(UInt32.self, at: Int(position)) == ZipSignature.directoryEnd64.rawValue
    else {
      throw context.fault(
        .invalidRange, expected: "a 64-bit end record before byte \(locator)",
        found: "none at byte \(position)")
    }
    let start = Int(position)
    let disks = source.load(UInt64.self, at: start + 16)
    let countHere = source.load(UInt64.self, at: start + 24)
    let count = source.load(UInt64.self, at: start + 32)
    guard disks == 0, countHere == count else {
      throw context.fault(
        .malformed, expected: "an archive on one disk", found: "several in the 64-bit record")
    }
    let size = source.load(UInt64.self, at: start + 40)
    let offset = source.load(UInt64.self, at: start + 48)
    return (count, size, offset, start)
  }
}
