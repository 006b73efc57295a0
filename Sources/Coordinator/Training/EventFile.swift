internal import ByteStorage
internal import Foundation

/// A file of curves as TensorBoard reads them: TFRecords, each an `Event` in protocol buffers.
///
/// Every attempt at a training has a file of its own. Its first event but one says where it begins,
/// so that TensorBoard drops what earlier attempts noted of later iterations.
final class EventFile {
  private let file: AppendedFile

  /// Begins a file.
  /// - Parameters:
  ///   - start: when the attempt began; part of the name, and the order of files.
  ///   - source: which process this is, for the name.
  ///   - iteration: the first iteration that will be noted.
  /// - Throws: `FileError`.
  init(in folder: String, start: Date, source: String, from iteration: Int) throws {
    let seconds = String(Int(start.timeIntervalSince1970))
    let zeros = String(repeating: "0", count: max(10 - seconds.count, 0))
    let path = "\(folder)/events.out.tfevents.\(zeros)\(seconds).\(source)"
    try PartialFile.write([], to: path)
    file = try AppendedFile(path)
    try append(EventMessage(start, step: 0).fileVersion)
    try append(EventMessage(start, step: iteration).sessionStart)
  }

  /// Notes numbers of an iteration.
  /// - Throws: `FileError`.
  func append(_ values: [(tag: String, value: Double)], iteration: Int) throws {
    try append(EventMessage(Date(), step: iteration).summary(values))
  }

  /// Brings everything to the disk.
  /// - Throws: `FileError`.
  func sync() throws { try file.sync() }

  private func append(_ event: [UInt8]) throws {
    try file.append(Self.record(event))
  }

  /// A TFRecord: length, its checksum, the data, its checksum.
  static func record(_ data: [UInt8]) -> [UInt8] {
    var length = ByteWriter()
    length.append(UInt64(data.count))
    var writer = length
    writer.append(maskedChecksum(length.bytes))
    var end = ByteWriter()
    end.append(maskedChecksum(data))
    return writer.bytes + data + end.bytes
  }

  /// CRC-32C, turned and shifted, so that checksums of data that have checksums in them are good.
  private static func maskedChecksum(_ bytes: [UInt8]) -> UInt32 {
    let checksum = CRC32C.of(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }
}
