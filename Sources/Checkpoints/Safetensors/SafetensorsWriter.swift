internal import ByteStorage

/// Writes a safetensors file, tensor by tensor, in the order declared.
///
/// The bytes depend on nothing but the declarations, the metadata and the values. They go to a new
/// file in the same folder, which takes the name asked for only in `commit()`, after everything has
/// reached the disk: whoever opens that name finds the old file or the new one, whole. A writer that
/// goes away uncommitted removes its file.
public struct SafetensorsWriter: ~Copyable {
  /// The name that the file will get.
  public let path: String
  private let declarations: [TensorDeclaration]
  private var next = 0
  private var file: PartialFile

  /// Creates the file and writes its header.
  ///
  /// Metadata is stored in the order of its keys. Numbers begin at a multiple of 8 bytes; declare
  /// tensors of wide types first to have all of them aligned.
  /// - Throws: `CheckpointError` for a name used twice or reserved, a shape that has no size, or a
  ///   fault of the file system.
  public init(
    path: String, tensors: [TensorDeclaration], metadata: [String: String] = [:]
  ) throws(CheckpointError) {
    let header = try Self.header(tensors, metadata, file: path)
    do throws(FileError) {
      var file = try PartialFile(besides: path)
      try unsafe file.write(header.span.bytes)
      self.file = file
    } catch {
      throw CheckpointError(error)
    }
    self.path = path
    declarations = tensors
  }

  /// Writes the values of the next tensor, which must be declared `float32`.
  /// - Precondition: there is a next tensor, of this type and number of elements.
  public mutating func write(_ values: Span<Float>) throws(CheckpointError) {
    try unsafe write(values.bytes, of: .float32)
  }

  /// Writes the values of the next tensor, which must be declared `int64`.
  /// - Precondition: there is a next tensor, of this type and number of elements.
  public mutating func write(_ values: Span<Int64>) throws(CheckpointError) {
    try unsafe write(values.bytes, of: .int64)
  }

  /// Writes the next tensor as little-endian bytes of the type given.
  /// - Precondition: there is a next tensor, of this type and number of bytes.
  public mutating func write(
    _ bytes: RawSpan, of scalarType: ScalarType
  ) throws(CheckpointError) {
    precondition(next < declarations.count, "more tensors than the \(next) declared")
    let declaration = declarations[next]
    let byteCount = declaration.shape.reduce(scalarType.byteCount, *)
    precondition(
      declaration.scalarType == scalarType && byteCount == bytes.byteCount,
      "\(bytes.byteCount) bytes of \(scalarType) for \(declaration)")
    do throws(FileError) { try file.write(bytes) } catch { throw CheckpointError(error) }
    next += 1
  }

  /// Brings the file to the disk and gives it its name.
  /// - Throws: if the file system fails; then the name keeps what it had.
  /// - Precondition: all tensors have been written.
  public consuming func commit() throws(CheckpointError) {
    precondition(next == declarations.count, "\(next) of \(declarations.count) tensors written")
    do throws(FileError) { try file.commit() } catch { throw CheckpointError(error) }
  }

  private static func header(
    _ tensors: [TensorDeclaration], _ metadata: [String: String], file: String
  ) throws(CheckpointError) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(json($0.key)):\(json($0.value))" }
      members.append("\(json(SafetensorsHeader.metadataName)):{\(pairs.joined(separator: ","))}")
    }
    var names: Set<String> = [SafetensorsHeader.metadataName]
    var offset = 0
    for tensor in tensors {
      let context = FaultContext(file: file, tensor: tensor.name)
      guard names.insert(tensor.name).inserted else {
        throw context.fault(
          .duplicateName, expected: "each name once, and not '\(SafetensorsHeader.metadataName)'",
          found: quoted(tensor.name))
      }
      let geometry = try TensorGeometry(shape: tensor.shape, in: context)
      let size = geometry.elementCount.multipliedReportingOverflow(by: tensor.scalarType.byteCount)
      let end = offset.addingReportingOverflow(size.partialValue)
      guard !size.overflow, !end.overflow else {
        throw context.fault(
          .invalidShape, expected: "fewer bytes than 2^63", found: "shape \(tensor.shape)")
      }
      let extents = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(json(tensor.name)):{\"dtype\":\"\(tensor.scalarType.rawValue)\",\"shape\":[\(extents)],"
          + "\"data_offsets\":[\(offset),\(end.partialValue)]}")
      offset = end.partialValue
    }
    var text = Array("{\(members.joined(separator: ","))}".utf8)
    while !text.count.isMultiple(of: 8) { text.append(UInt8(ascii: " ")) }
    guard text.count <= CheckpointLimits.headerByteCount else {
      throw CheckpointError(
        .limitExceeded, file: file,
        expected: "at most \(CheckpointLimits.headerByteCount) bytes of header",
        found: "\(text.count)")
    }
    let length = UInt64(text.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + text
  }

  /// The text as JSON.
  private static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension CheckpointError {
  /// A file that could not be written.
  fileprivate init(_ error: FileError) {
    self.init(
      .inaccessible, file: error.path, expected: "a file that can be written",
      found: "\(error.function): \(error.reason)")
  }
}
