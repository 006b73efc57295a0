internal import CImageIO

/// Writes PNG files.
public enum PNGWriter {
  /// Writes one or three channels of 8 bits.
  /// - Throws: ``ImageFileError`` when the file cannot be written.
  /// - Precondition: the raster is not empty and has one or three channels.
  public static func write(_ raster: Raster<UInt8>, to path: String) throws(ImageFileError) {
    try FileBytes.write(try encode(raster, path: path), to: path)
  }

  /// One or three channels of 8 bits as the bytes of a PNG file.
  /// - Parameter path: what errors call it.
  /// - Throws: ``ImageFileError`` when the library fails.
  /// - Precondition: the raster is not empty and has one or three channels.
  public static func encode(
    _ raster: Raster<UInt8>, path: String
  ) throws(ImageFileError) -> [UInt8] {
    try encode(raster.values, raster, bitDepth: 8, path: path)
  }

  /// Writes one or three channels of 16 bits.
  /// - Throws: as for 8 bits.
  /// - Precondition: as for 8 bits.
  public static func write(_ raster: Raster<UInt16>, to path: String) throws(ImageFileError) {
    let bytes = unsafe raster.values.withUnsafeBytes { unsafe Array($0) }
    try FileBytes.write(try encode(bytes, raster, bitDepth: 16, path: path), to: path)
  }

  private static func encode<Element>(
    _ bytes: [UInt8], _ raster: Raster<Element>, bitDepth: Int32, path: String
  ) throws(ImageFileError) -> [UInt8] {
    precondition(
      [1, 3].contains(raster.channels) && !bytes.isEmpty, "a PNG of \(raster.extents)")
    var count = 0
    var message = [CChar](repeating: 0, count: Int(EQUIPOISE_IMAGE_MESSAGE_SIZE))
    let encoded = unsafe equipoise_png_encode(
      bytes, UInt32(raster.width), UInt32(raster.height), Int32(raster.channels), bitDepth,
      &count, &message)
    guard let encoded = unsafe encoded else {
      let text = String(
        decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw ImageFileError(path, expected: "to encode a PNG", found: text)
    }
    defer { unsafe equipoise_image_free(encoded) }
    return unsafe Array(UnsafeBufferPointer(start: encoded, count: count))
  }
}
