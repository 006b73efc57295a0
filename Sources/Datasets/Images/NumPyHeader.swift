/// The header of an `.npy` file.
struct NumPyHeader {
  let shape: [Int]
  let type: NumPyType
  let isFortranOrder: Bool
  /// Where the values begin.
  let dataStart: Int

  /// Reads the header and checks that the file has exactly the values that it states.
  init(_ path: String, _ bytes: [UInt8]) throws(ImageFileError) {
    func fault(_ expected: String, _ found: String) -> ImageFileError {
      ImageFileError(path, expected: expected, found: found)
    }
    guard bytes.count >= 12, bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw fault("an .npy file", "\(bytes.count) bytes without its signature")
    }
    let version = bytes[6]
    guard 1...3 ~= version else { throw fault("version 1, 2 or 3 of .npy", "\(version)") }
    let sizeBytes = version == 1 ? 2 : 4
    let size = (0..<sizeBytes).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    dataStart = 8 + sizeBytes + size
    guard dataStart <= bytes.count else {
      throw fault("a header of \(size) bytes", "the end of the file")
    }
    let text = String(decoding: bytes[8 + sizeBytes..<dataStart], as: UTF8.self)
    guard let descriptor = Self.value(of: "descr", in: text),
      let order = Self.value(of: "fortran_order", in: text),
      let extents = Self.value(of: "shape", in: text)
    else { throw fault("descr, fortran_order and shape in the header", text) }
    guard let type = NumPyType(descriptor) else {
      throw fault("numbers of up to 8 bytes", "elements of the type \(descriptor)")
    }
    self.type = type
    isFortranOrder = order == "True"
    var shape: [Int] = []
    for part in extents.split(separator: ",") {
      guard let extent = Int(part.filter { $0 != " " && $0 != "L" }), extent >= 0 else {
        throw fault("extents", "(\(extents))")
      }
      shape.append(extent)
    }
    var byteCount = type.byteCount
    for extent in shape {
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw fault("extents that fit the file", "\(shape)") }
      byteCount = product
    }
    guard byteCount == bytes.count - dataStart else {
      throw fault(
        "\(byteCount) bytes of values for the shape \(shape)", "\(bytes.count - dataStart)")
    }
    self.shape = shape
  }

  /// What follows a key of the header, which is a Python dictionary as NumPy prints it: the text
  /// inside quotes or parentheses, or a word.
  private static func value(of key: String, in text: String) -> String? {
    for quote in ["'", "\""] {
      guard let found = text.firstRange(of: "\(quote)\(key)\(quote):") else { continue }
      let rest = text[found.upperBound...].drop { $0 == " " }
      switch rest.first {
      case "'", "\"":
        let inner = rest.dropFirst()
        return inner.firstIndex { $0 == "'" || $0 == "\"" }.map { String(inner[..<$0]) }
      case "(":
        let inner = rest.dropFirst()
        return inner.firstIndex(of: ")").map { String(inner[..<$0]) }
      default:
        return String(rest.prefix { $0 != "," && $0 != "}" && $0 != " " })
      }
    }
    return nil
  }
}
