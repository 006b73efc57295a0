// Numbers out of the map.
extension Checkpoint {
  /// Reads a tensor in row-major order into memory of the caller.
  ///
  /// 32-bit floats are copied as they are, NaN payloads included. Other types are converted only if
  /// `converted` names them: by rounding to nearest, ties to even; a double beyond the range of
  /// `Float` becomes infinite, and `bool` 0 or 1.
  /// - Throws: `mismatch` for a type not named, `checksum`, `changed`.
  /// - Complexity: O(elements), and once per archive entry its checksum; the memory of an index.
  /// - Precondition: `values` has as many elements as the tensor.
  public func read(
    _ record: TensorRecord, into values: inout MutableSpan<Float>,
    converting converted: Set<ScalarType> = []
  ) throws(CheckpointError) {
    precondition(
      values.count == record.elementCount,
      "space for \(values.count) of \(record.elementCount) values of \(record.shape)")
    guard record.scalarType == .float32 || converted.contains(record.scalarType) else {
      throw CheckpointError(
        .mismatch, file: file, tensor: record.name, expected: "F32",
        found: record.scalarType.rawValue)
    }
    try prepareToRead(record)
    if record.scalarType == .float32, record.isContiguous {
      unsafe values.withUnsafeMutableBytes { unsafe source.copy(record.byteRange, to: $0) }
      return
    }
    switch record.scalarType {
    case .float64:
      gather(record, into: &values) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
    case .float32: gather(record, into: &values) { (bits: UInt32) in Float(bitPattern: bits) }
    case .float16: gather(record, into: &values, Self.float(half:))
    case .bfloat16:
      gather(record, into: &values) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
    case .int64: gather(record, into: &values) { (value: Int64) in Float(value) }
    case .int32: gather(record, into: &values) { (value: Int32) in Float(value) }
    case .int16: gather(record, into: &values) { (value: Int16) in Float(value) }
    case .int8: gather(record, into: &values) { (value: Int8) in Float(value) }
    case .uint64: gather(record, into: &values) { (value: UInt64) in Float(value) }
    case .uint32: gather(record, into: &values) { (value: UInt32) in Float(value) }
    case .uint16: gather(record, into: &values) { (value: UInt16) in Float(value) }
    case .uint8: gather(record, into: &values) { (value: UInt8) in Float(value) }
    case .bool: gather(record, into: &values) { (value: UInt8) in value == 0 ? 0 : 1 }
    }
  }

  /// Reads a tensor of one 64-bit integer, such as `num_batches_tracked`.
  /// - Throws: `mismatch` for another type or more elements, `checksum`, `changed`.
  public func readInteger(_ record: TensorRecord) throws(CheckpointError) -> Int64 {
    guard record.scalarType == .int64, record.elementCount == 1 else {
      throw CheckpointError(
        .mismatch, file: file, tensor: record.name, expected: "one I64",
        found: "\(record.scalarType.rawValue) \(record.shape)")
    }
    try prepareToRead(record)
    return source.load(Int64.self, at: record.byteRange.lowerBound)
  }

  /// The stored bytes of a tensor, little-endian, in row-major order, not aligned.
  /// - Throws: `mismatch` if the tensor is not contiguous, `checksum`, `changed`.
  /// - Complexity: O(1) but for the checksum of an archive entry, once.
  @_lifetime(borrow self)
  public func bytes(of record: TensorRecord) throws(CheckpointError) -> RawSpan {
    guard record.isContiguous else {
      throw CheckpointError(
        .mismatch, file: file, tensor: record.name, expected: "a contiguous tensor",
        found: "strides \(record.strides) for shape \(record.shape)")
    }
    try prepareToRead(record)
    let range = record.byteRange
    precondition(range.upperBound <= source.count, "\(range) of \(source.count) bytes")
    let start = unsafe source.unsafeBaseAddress + range.lowerBound
    let span = unsafe RawSpan(_unsafeStart: start, byteCount: range.count)
    // The map lives as long as the checkpoint.
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  private func prepareToRead(_ record: TensorRecord) throws(CheckpointError) {
    try source.checkSize()
    try verify(record)
  }

  /// Visits the elements in row-major order, by their strides.
  private func gather<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ record: TensorRecord, into values: inout MutableSpan<Float>, _ convert: (Stored) -> Float
  ) {
    if values.isEmpty { return }
    let size = MemoryLayout<Stored>.size
    // The stride of an extent of 1 is never taken, and may be anything.
    let axes = record.shape.indices.filter { record.shape[$0] > 1 }
    let shape = axes.map { record.shape[$0] }
    let steps = axes.map { record.strides[$0] * size }
    var index = [Int](repeating: 0, count: axes.count)
    var offset = record.byteRange.lowerBound
    for position in 0..<values.count {
      values[position] = convert(source.load(Stored.self, at: offset))
      var axis = axes.count - 1
      while axis >= 0 {
        index[axis] += 1
        offset += steps[axis]
        if index[axis] < shape[axis] { break }
        offset -= steps[axis] * shape[axis]
        index[axis] = 0
        axis -= 1
      }
    }
  }

  /// A binary16 as a `Float`, exactly; also where the hardware type is missing.
  private static func float(half bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Zero or subnormal: a multiple of 2^-24.
      return Float(bitPattern: sign | (Float(fraction) * 0x1p-24).bitPattern)
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
