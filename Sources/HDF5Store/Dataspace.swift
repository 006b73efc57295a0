internal import CHDF5

/// Extents, between the library's form and ours.
enum Dataspace {
  /// The library's own limit.
  static let maximumRank = 32

  /// The shape of a dataspace; a null dataspace, which has no elements, is `[0]`.
  static func shape(of space: hid_t, _ operation: Operation) throws -> [Int] {
    switch H5Sget_simple_extent_type(space) {
    case H5S_NULL: return [0]
    case H5S_SCALAR: return []
    case H5S_SIMPLE: break
    default: throw operation.failure(of: "H5Sget_simple_extent_type", .damaged)
    }
    let rank = Int(
      try operation.check("H5Sget_simple_extent_ndims", H5Sget_simple_extent_ndims(space)))
    var extents = [hsize_t](repeating: 0, count: max(rank, 1))
    try unsafe operation.check(
      "H5Sget_simple_extent_dims", H5Sget_simple_extent_dims(space, &extents, nil))
    return try extents.prefix(rank).map { extent in
      guard let extent = Int(exactly: extent) else {
        throw operation.error(
          .damaged, expected: "extents below 2^63", found: "an extent of \(extent)")
      }
      return extent
    }
  }

  /// Number of elements of a shape.
  static func elementCount(of shape: [Int], _ operation: Operation) throws -> Int {
    // An extent of zero makes the others meaningless, however large they are.
    if shape.contains(0) { return 0 }
    var product = 1
    for extent in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard !overflow else {
        throw operation.error(
          .limitExceeded, expected: "fewer than 2^63 elements", found: "the shape \(shape)")
      }
      product = next
    }
    return product
  }

  /// A new dataspace; with `isExtendable`, its first dimension has no upper limit.
  static func make(
    _ shape: [Int], isExtendable: Bool = false, _ operation: Operation
  ) throws -> OwnedIdentifier {
    try validate(shape, operation)
    if shape.isEmpty { return try operation.own("H5Screate", H5Screate(H5S_SCALAR)) }
    let extents = shape.map { hsize_t($0) }
    var limits = extents
    if isExtendable { limits[0] = equipoise_h5s_unlimited() }
    return try unsafe operation.own(
      "H5Screate_simple", H5Screate_simple(Int32(shape.count), extents, limits))
  }

  /// Throws unless `shape` can be that of a dataset.
  static func validate(_ shape: [Int], _ operation: Operation) throws {
    guard shape.count <= maximumRank, shape.allSatisfy({ $0 >= 0 }) else {
      throw operation.error(
        .invalidArgument, expected: "at most \(maximumRank) extents, none negative",
        found: "the shape \(shape)")
    }
    _ = try elementCount(of: shape, operation)
  }

  /// Selects a box in a dataspace.
  static func select(_ slab: Hyperslab, in space: hid_t, _ operation: Operation) throws {
    let start = slab.start.map { hsize_t($0) }
    let count = slab.count.map { hsize_t($0) }
    try unsafe operation.check(
      "H5Sselect_hyperslab",
      H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nil, count, nil))
  }
}
