internal import CHDF5

/// A chunk as it lies in a file: compressed, with its checksum.
public struct StoredChunk: Equatable, Sendable {
  /// What the filters left.
  public let bytes: [UInt8]
  /// The filters that were left out for this chunk, a bit for each.
  public let skippedFilters: UInt32
}

extension HDF5Dataset {
  /// Reads the chunk of a row as it is stored, without undoing its filters or looking at its
  /// checksum.
  ///
  /// - Throws: `HDF5Error` when chunks are not single rows, the row is not inside, or nothing was
  ///   ever written there.
  /// - Complexity: O(stored bytes), allocates the result.
  public func storedChunk(ofRow row: Int) throws -> StoredChunk {
    try handle.perform("reading a stored chunk") { id, operation in
      let offset = try Self.chunkOffset(ofRow: row, of: id, operation)
      var size: hsize_t = 0
      try unsafe operation.check(
        "H5Dget_chunk_storage_size", H5Dget_chunk_storage_size(id, offset, &size),
        otherwise: .damaged)
      guard size > 0 else {
        throw operation.error(.outOfRange, expected: "a chunk for row \(row)", found: "none")
      }
      try SizeLimit.validate(byteCount: Int(clamping: size), of: id, operation)
      var bytes = [UInt8](repeating: 0, count: Int(size))
      var mask: UInt32 = 0
      try unsafe operation.check(
        "H5Dread_chunk",
        H5Dread_chunk(id, equipoise_h5p_default(), offset, &mask, &bytes), otherwise: .damaged)
      return StoredChunk(bytes: bytes, skippedFilters: mask)
    }
  }

  /// Extends the dataset by a row whose chunk is stored already, by a dataset of the same type,
  /// extents of a row, and filters.
  ///
  /// - Throws: `HDF5Error` when chunks are not single rows, the dataset cannot grow, or the file is
  ///   open for reading only. The dataset then is as long as before.
  public func append(_ chunk: StoredChunk) throws {
    try handle.performWriting("appending a stored chunk") { id, operation in
      let shape = try Self.shape(of: id, operation)
      let count = try Dataspace.elementCount(of: Array(shape.dropFirst()), operation)
      try Self.extend(id, by: count, operation) { _ in
        let offset = try Self.chunkOffset(ofRow: shape[0], of: id, operation)
        try unsafe operation.check(
          "H5Dwrite_chunk",
          H5Dwrite_chunk(
            id, equipoise_h5p_default(), chunk.skippedFilters, offset, chunk.bytes.count,
            chunk.bytes))
      }
    }
  }

  private static func chunkOffset(
    ofRow row: Int, of dataset: hid_t, _ operation: Operation
  ) throws -> [hsize_t] {
    let shape = try shape(of: dataset, operation)
    let properties = try operation.own(
      "H5Dget_create_plist", H5Dget_create_plist(dataset), otherwise: .damaged)
    let space = try operation.own("H5Dget_space", H5Dget_space(dataset), otherwise: .damaged)
    let layout = try DatasetLayout(of: properties.id, space: space.id, operation)
    guard layout.chunkShape == [1] + shape.dropFirst() else {
      throw operation.error(
        .shapeMismatch, expected: "chunks of single rows",
        found: layout.chunkShape.map { "chunks of \($0)" } ?? "no chunks")
    }
    guard 0..<shape[0] ~= row else {
      throw operation.error(.outOfRange, expected: "a row in 0..<\(shape[0])", found: "\(row)")
    }
    return [hsize_t(row)] + [hsize_t](repeating: 0, count: shape.count - 1)
  }
}
