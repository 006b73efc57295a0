internal import CHDF5

extension GlobalHeap {
  /// A type in memory that references are read as: their stored bytes.
  static func referenceType(_ operation: Operation) throws -> OwnedIdentifier {
    try operation.check("H5Tregister", registration)
    return try operation.own("H5Tcreate", H5Tcreate(H5T_OPAQUE, Reference.byteCount))
  }

  /// The library reads through conversions alone, and has none from strings of variable length to
  /// bytes. Ours leaves everything as it is stored; it is for types of equal size.
  ///
  /// Once per process, as a registration lasts. The lock is held by whoever is first.
  private static let registration: herr_t = {
    let source = OwnedIdentifier(H5Tcopy(equipoise_h5t_c_s1()))
    let destination = OwnedIdentifier(H5Tcreate(H5T_OPAQUE, Reference.byteCount))
    guard H5Tset_size(source.id, equipoise_h5t_variable()) >= 0 else { return -1 }
    return unsafe H5Tregister(
      H5T_PERS_SOFT, "heap reference", source.id, destination.id,
      { source, destination, information, _, _, _, _, _, _ in
        guard let information = unsafe information else { return -1 }
        guard unsafe information.pointee.command == H5T_CONV_INIT else { return 0 }
        unsafe information.pointee.need_bkg = H5T_BKG_NO
        return H5Tget_size(source) == H5Tget_size(destination) ? 0 : -1
      })
  }()
}
