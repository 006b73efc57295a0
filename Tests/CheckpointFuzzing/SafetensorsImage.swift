/// The parts of a safetensors file, to be damaged one at a time.
public struct SafetensorsImage: Sendable {
  /// The JSON text.
  public var header: [UInt8]
  /// The numbers.
  public var data: [UInt8]
  /// What the file says the header's length is; nil for the truth.
  public var announcedLength: UInt64?

  /// Creates an image.
  public init(header: String, dataCount: Int) {
    self.header = Array(header.utf8)
    data = [UInt8](repeating: 1, count: dataCount)
  }

  /// Takes a valid file apart.
  public init(file: [UInt8]) {
    let length = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    header = Array(file[8..<8 + length])
    data = Array(file[(8 + length)...])
  }

  /// The file.
  public var file: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: announcedLength ?? UInt64(header.count))
    return bytes + header + data
  }
}
