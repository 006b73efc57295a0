internal import CHDF5

extension DatasetLayout {
  /// Reads the creation properties of a dataset.
  init(of properties: hid_t, space: hid_t, _ operation: Operation) throws {
    self = .contiguous
    let shape = try Dataspace.shape(of: space, operation)
    switch H5Pget_layout(properties) {
    case H5D_CHUNKED: chunkShape = try Self.chunkShape(of: properties, operation)
    case H5D_VIRTUAL: isVirtual = true
    case H5D_CONTIGUOUS, H5D_COMPACT: break
    default: throw operation.failure(of: "H5Pget_layout", .damaged)
    }
    isExtendable = try Self.isExtendable(space, rank: shape.count, operation)
    let filterCount = try operation.check("H5Pget_nfilters", H5Pget_nfilters(properties))
    for index in 0..<filterCount {
      try readFilter(UInt32(index), of: properties, operation)
    }
  }

  private static func chunkShape(of properties: hid_t, _ operation: Operation) throws -> [Int] {
    var extents = [hsize_t](repeating: 0, count: Dataspace.maximumRank)
    let rank = try unsafe operation.check(
      "H5Pget_chunk", H5Pget_chunk(properties, Int32(extents.count), &extents), otherwise: .damaged)
    return try extents.prefix(Int(rank)).map { extent in
      guard let extent = Int(exactly: extent), extent > 0 else {
        throw operation.error(
          .damaged, expected: "chunks of a positive extent", found: "an extent of \(extent)")
      }
      return extent
    }
  }

  private static func isExtendable(
    _ space: hid_t, rank: Int, _ operation: Operation
  ) throws -> Bool {
    guard rank > 0, H5Sget_simple_extent_type(space) == H5S_SIMPLE else { return false }
    var limits = [hsize_t](repeating: 0, count: rank)
    try unsafe operation.check(
      "H5Sget_simple_extent_dims", H5Sget_simple_extent_dims(space, nil, &limits))
    return limits[0] == equipoise_h5s_unlimited()
  }

  private mutating func readFilter(
    _ index: UInt32, of properties: hid_t, _ operation: Operation
  ) throws {
    var flags: UInt32 = 0
    var valueCount = 1
    var value: UInt32 = 0
    var configuration: UInt32 = 0
    let filter = try unsafe operation.check(
      "H5Pget_filter2",
      H5Pget_filter2(properties, index, &flags, &valueCount, &value, 0, nil, &configuration))
    switch filter {
    case H5Z_FILTER_SHUFFLE: shuffles = true
    case H5Z_FILTER_DEFLATE: deflateLevel = Int(value)
    case H5Z_FILTER_FLETCHER32: hasChecksum = true
    // Other filters do not matter here: reading applies them if the library knows them.
    default: break
    }
  }
}

extension DatasetLayout {
  /// The format stores the size of a chunk in 32 bits.
  private static let largestChunkByteCount = Int(UInt32.max)

  /// One of the filters, nil when there is none.
  var filterInWords: String? {
    if hasChecksum { return "a checksum" }
    if deflateLevel != nil { return "compression" }
    return shuffles ? "shuffling" : nil
  }

  /// Throws unless a dataset of that shape can be stored so.
  func validate(shape: [Int], elementByteCount: Int, _ operation: Operation) throws {
    try Dataspace.validate(shape, operation)
    func require(_ condition: Bool, _ expected: String, _ found: String) throws {
      if !condition {
        throw operation.error(.invalidArgument, expected: expected, found: found)
      }
    }
    try require(!isVirtual, "a layout of its own", "a virtual one")
    guard let chunkShape else {
      try require(
        filterInWords == nil && !isExtendable,
        "chunks, which filters and growing need", "a contiguous layout")
      return
    }
    try require(
      chunkShape.count == shape.count && !shape.isEmpty && chunkShape.allSatisfy { $0 > 0 },
      "a positive chunk extent for every dimension of the shape \(shape)", "\(chunkShape)")
    for (dimension, (extent, chunk)) in zip(shape, chunkShape).enumerated() {
      try require(
        chunk <= extent || (dimension == 0 && isExtendable),
        "chunks inside the shape \(shape)", "\(chunkShape)")
    }
    let byteCount = try SizeLimit.byteCount(
      Dataspace.elementCount(of: chunkShape, operation), of: elementByteCount, operation)
    try require(
      byteCount <= Self.largestChunkByteCount,
      "chunks of at most \(Self.largestChunkByteCount) bytes", "\(byteCount)")
    if let deflateLevel {
      try require((0...9).contains(deflateLevel), "a deflate level of 0...9", "\(deflateLevel)")
    }
  }

  /// Sets the creation properties of a dataset.
  func apply(to properties: hid_t, _ operation: Operation) throws {
    guard let chunkShape else {
      try operation.check("H5Pset_layout", H5Pset_layout(properties, H5D_CONTIGUOUS))
      return
    }
    let extents = chunkShape.map { hsize_t($0) }
    try unsafe operation.check(
      "H5Pset_chunk", H5Pset_chunk(properties, Int32(extents.count), extents))
    if shuffles { try operation.check("H5Pset_shuffle", H5Pset_shuffle(properties)) }
    if let deflateLevel {
      try operation.check("H5Pset_deflate", H5Pset_deflate(properties, UInt32(deflateLevel)))
    }
    // Last, so that a damaged chunk is found before it is inflated.
    if hasChecksum { try operation.check("H5Pset_fletcher32", H5Pset_fletcher32(properties)) }
  }
}
