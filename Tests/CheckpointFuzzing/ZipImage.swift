import Checkpoints

/// The entries of an uncompressed zip archive, to be changed and put together again.
public struct ZipImage: Sendable {
  /// A stored file.
  public struct Entry: Sendable {
    /// The path.
    public var name: String
    /// The content.
    public var content: [UInt8]
    /// The checksum that the archive states; nil for the true one.
    public var checksum: UInt32?

    /// Creates an entry with its true checksum.
    public init(name: String, content: [UInt8]) {
      self.name = name
      self.content = content
    }
  }

  /// The entries in order.
  public var entries: [Entry]

  /// Creates an archive of named contents.
  public init(_ entries: KeyValuePairs<String, [UInt8]>) {
    self.entries = entries.map { Entry(name: $0.key, content: $0.value) }
  }

  /// Takes a valid archive of `torch.save` apart, by its 32-bit directory.
  public init(file: [UInt8]) {
    func number(_ offset: Int, _ size: Int) -> Int {
      file[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    let end = file.count - 22
    var header = number(end + 16, 4)
    entries = []
    for _ in 0..<number(end + 10, 2) {
      let local = number(header + 42, 4)
      let start = local + 30 + number(local + 26, 2) + number(local + 28, 2)
      let nameLength = number(header + 28, 2)
      entries.append(
        Entry(
          name: String(decoding: file[header + 46..<header + 46 + nameLength], as: UTF8.self),
          content: Array(file[start..<start + number(header + 24, 4)])))
      header += 46 + nameLength + number(header + 30, 2) + number(header + 32, 2)
    }
  }

  /// A minimal archive of `torch.save`: a pickle, and storages in the order of their keys.
  public init(pickle: [UInt8], storages: [[UInt8]], byteOrder: String = "little") {
    entries = [
      Entry(name: "archive/data.pkl", content: pickle),
      Entry(name: "archive/byteorder", content: Array(byteOrder.utf8)),
    ]
    for (key, storage) in storages.enumerated() {
      entries.append(Entry(name: "archive/data/\(key)", content: storage))
    }
    entries.append(Entry(name: "archive/version", content: Array("3\n".utf8)))
  }

  /// The pickle of an archive of `torch.save`.
  public var pickle: [UInt8] {
    get { entries.first { $0.name.hasSuffix("/data.pkl") }?.content ?? [] }
    set {
      for index in entries.indices where entries[index].name.hasSuffix("/data.pkl") {
        entries[index].content = newValue
      }
    }
  }

  /// The archive.
  public var file: [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = UInt32(bytes.count)
      let checksum = entry.checksum ?? CRC32.checksum(entry.content.span.bytes)
      bytes.append(littleEndian: UInt32(0x0403_4B50))
      let common = Self.commonFields(entry, checksum)
      bytes += common + entry.name.utf8 + entry.content
      directory.append(littleEndian: UInt32(0x0201_4B50))
      directory.append(littleEndian: UInt16(0))
      directory += common
      for _ in 0..<3 { directory.append(littleEndian: UInt16(0)) }
      directory.append(littleEndian: UInt32(0))
      directory.append(littleEndian: offset)
      directory += entry.name.utf8
    }
    let start = bytes.count
    bytes += directory
    bytes.append(littleEndian: UInt32(0x0605_4B50))
    bytes.append(littleEndian: UInt32(0))
    bytes.append(littleEndian: UInt16(entries.count))
    bytes.append(littleEndian: UInt16(entries.count))
    bytes.append(littleEndian: UInt32(directory.count))
    bytes.append(littleEndian: UInt32(start))
    bytes.append(littleEndian: UInt16(0))
    return bytes
  }

  /// Version to length of extra fields, as both kinds of header have them.
  private static func commonFields(_ entry: Entry, _ checksum: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<3 { bytes.append(littleEndian: UInt16(0)) }
    bytes.append(littleEndian: UInt32(0))
    bytes.append(littleEndian: checksum)
    bytes.append(littleEndian: UInt32(entry.content.count))
    bytes.append(littleEndian: UInt32(entry.content.count))
    bytes.append(littleEndian: UInt16(entry.name.utf8.count))
    bytes.append(littleEndian: UInt16(0))
    return bytes
  }
}
