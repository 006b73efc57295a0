internal import CHDF5

/// What a size read from a file may be before memory is set aside for it.
///
/// A damaged file can claim any extent. What is stored bounds what can come out of it: as many
/// bytes without compression, and about a thousand times as many with it. Only elements that were
/// never written have no bytes in the file.
enum SizeLimit {
  /// The most that is believed without bytes in the file to show for it.
  static let unbackedByteCount = 1 << 30
  /// The most that an attribute may have.
  static let attributeByteCount = 64 << 20
  /// Deflate reaches 1032 at best; the rest is for the ends of chunks.
  private static let largestExpansion = 1100

  /// Bytes of `count` elements of `size` bytes.
  static func byteCount(_ count: Int, of size: Int, _ operation: Operation) throws -> Int {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    guard !overflow else {
      throw operation.error(
        .limitExceeded, expected: "fewer than 2^63 bytes", found: "\(count) elements of \(size)")
    }
    return bytes
  }

  /// Throws unless `dataset` can hold `byteCount` bytes, and chunks as large as it says.
  static func validate(byteCount: Int, of dataset: hid_t, _ operation: Operation) throws {
    let properties = try operation.own(
      "H5Dget_create_plist", H5Dget_create_plist(dataset), otherwise: .damaged)
    let space = try operation.own("H5Dget_space", H5Dget_space(dataset), otherwise: .damaged)
    let layout = try DatasetLayout(of: properties.id, space: space.id, operation)
    let claimed = Int(clamping: H5Dget_storage_size(dataset))
    let stored = min(claimed, try fileSize(dataset, operation))
    if layout.chunkShape == nil && !layout.isVirtual {
      try validate(storedByteCount: claimed, of: dataset, space.id, operation)
    }
    let filterCount = try operation.check("H5Pget_nfilters", H5Pget_nfilters(properties.id))
    let limit = max(
      unbackedByteCount,
      stored.multipliedReportingOverflow(by: filterCount > 0 ? largestExpansion : 1).partialValue)
    try require(byteCount, atMost: limit, "elements", operation)
    guard let chunkShape = layout.chunkShape else { return }
    let type = try operation.own("H5Dget_type", H5Dget_type(dataset), otherwise: .damaged)
    let chunkByteCount = try Self.byteCount(
      Dataspace.elementCount(of: chunkShape, operation), of: H5Tget_size(type.id), operation)
    try require(chunkByteCount, atMost: limit, "a chunk", operation)
  }

  /// Throws unless a dataset in one piece is stored in as many bytes as its elements have.
  ///
  /// The library does not compare the two in files of older versions, and reads past the end.
  private static func validate(
    storedByteCount: Int, of dataset: hid_t, _ space: hid_t, _ operation: Operation
  ) throws {
    let type = try operation.own("H5Dget_type", H5Dget_type(dataset), otherwise: .damaged)
    let shape = try Dataspace.shape(of: space, operation)
    let byteCount = try Self.byteCount(
      Dataspace.elementCount(of: shape, operation), of: H5Tget_size(type.id), operation)
    // Nothing is stored before the first write.
    guard storedByteCount == 0 || storedByteCount >= byteCount else {
      throw operation.error(
        .damaged, expected: "\(byteCount) bytes for the shape \(shape)",
        found: "\(storedByteCount)")
    }
  }

  /// Throws when an attribute claims more than is believed.
  static func validate(attributeByteCount: Int, _ operation: Operation) throws {
    try require(attributeByteCount, atMost: Self.attributeByteCount, "an attribute", operation)
  }

  /// Throws when strings of variable length claim more than is believed.
  static func validate(textByteCount: Int, _ operation: Operation) throws {
    try require(textByteCount, atMost: unbackedByteCount, "strings", operation)
  }

  private static func require(
    _ byteCount: Int, atMost limit: Int, _ what: String, _ operation: Operation
  ) throws {
    guard byteCount <= limit else {
      throw operation.error(
        .limitExceeded, expected: "at most \(limit) bytes, judged by what the file holds",
        found: "\(what) of \(byteCount) bytes")
    }
  }

  private static func fileSize(_ object: hid_t, _ operation: Operation) throws -> Int {
    let file = try operation.own("H5Iget_file_id", H5Iget_file_id(object))
    var size: hsize_t = 0
    try unsafe operation.check("H5Fget_filesize", H5Fget_filesize(file.id, &size))
    return Int(clamping: size)
  }
}
