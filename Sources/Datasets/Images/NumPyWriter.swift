/// Writes `.npy` files.
public enum NumPyWriter {
  /// Writes rows and columns of single-precision floats.
  /// - Throws: ``ImageFileError`` when the file cannot be written.
  /// - Precondition: the raster has one channel.
  public static func write(_ raster: Raster<Float>, to path: String) throws(ImageFileError) {
    precondition(raster.channels == 1, "an .npy map of \(raster.extents)")
    var header =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (\(raster.height), \(raster.width)), }"
    // Version 1: magic, version and size take 10 bytes; the values begin at a multiple of 64.
    while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    bytes += [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)]
    bytes += Array(header.utf8)
    for value in raster.values {
      let bits = value.bitPattern
      for shift in [0, 8, 16, 24] as [UInt32] {
        bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
    }
    try FileBytes.write(bytes, to: path)
  }
}
