internal import CImageIO

/// A decoded PNG or JPEG file.
public struct ImageFile: Sendable {
  /// The samples, as wide as the file has them.
  public enum Samples: Sendable, Equatable {
    /// 8 bits; grey of 1, 2 and 4 bits as the plain numbers, palettes as their colours.
    case bytes(Raster<UInt8>)
    /// 16 bits.
    case words(Raster<UInt16>)
  }

  /// The file.
  public let path: String
  /// The samples.
  public let samples: Samples

  /// Largest number of pixels that is believed of a header: 64 times Taskonomy's.
  static let largestPixelCount = 1 << 26

  /// Reads and decodes a file; which of both formats it has is told by its first bytes.
  /// - Throws: ``ImageFileError`` when it is missing, neither format, or damaged in any way.
  /// - Complexity: O(pixels), after the header has been checked.
  public init(_ path: String) throws(ImageFileError) {
    let bytes = try FileBytes.read(path)
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      try self.init(path, bytes, .png)
    } else if bytes.starts(with: [0xFF, 0xD8]) {
      try self.init(path, bytes, .jpeg)
    } else {
      throw ImageFileError(
        path, expected: "a PNG or JPEG image", found: bytes.isEmpty ? "no bytes" : "neither")
    }
  }

  private enum Format: String {
    case png = "PNG"
    case jpeg = "JPEG"
  }

  private init(_ path: String, _ bytes: [UInt8], _ format: Format) throws(ImageFileError) {
    let expected = "an undamaged \(format.rawValue) image"
    var info = equipoise_image_info()
    let headerFault = unsafe Self.fault { message in
      switch format {
      case .png: unsafe equipoise_png_info(bytes, bytes.count, &info, message)
      case .jpeg: unsafe equipoise_jpeg_info(bytes, bytes.count, &info, message)
      }
    }
    if let headerFault { throw ImageFileError(path, expected: expected, found: headerFault) }
    let (height, width, channels) = (Int(info.height), Int(info.width), Int(info.channels))
    guard height > 0, width > 0, height <= Self.largestPixelCount / width else {
      throw ImageFileError(
        path, expected: "at most \(Self.largestPixelCount) pixels", found: "\(height)x\(width)")
    }
    let byteCount = height * width * channels * Int(info.bit_depth) / 8
    var pixels = [UInt8](repeating: 0, count: byteCount)
    let fault = unsafe Self.fault { message in
      switch format {
      case .png:
        unsafe equipoise_png_decode(bytes, bytes.count, &pixels, byteCount, message)
      case .jpeg:
        unsafe equipoise_jpeg_decode(bytes, bytes.count, &pixels, byteCount, message)
      }
    }
    if let fault { throw ImageFileError(path, expected: expected, found: fault) }
    self.path = path
    if info.bit_depth == 16 {
      let words = unsafe pixels.withUnsafeBytes { unsafe Array($0.bindMemory(to: UInt16.self)) }
      samples = .words(Raster(height: height, width: width, channels: channels, values: words))
    } else {
      samples = .bytes(Raster(height: height, width: width, channels: channels, values: pixels))
    }
  }

  /// The message of a call that failed; nil when it did not.
  @unsafe private static func fault(
    _ call: (UnsafeMutablePointer<CChar>) -> Int32
  ) -> String? {
    var message = [CChar](repeating: 0, count: Int(EQUIPOISE_IMAGE_MESSAGE_SIZE))
    return unsafe message.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress, unsafe call(base) != 0 else { return nil }
      return unsafe String(cString: base)
    }
  }
}

extension ImageFile {
  /// Three channels of 8 bits: RGB; grey is repeated, an alpha channel dropped.
  /// - Throws: ``ImageFileError`` when the file has 16 bits.
  public func rgb() throws(ImageFileError) -> Raster<UInt8> {
    let raster = try bytes()
    if raster.channels == 3 { return raster }
    var values: [UInt8] = []
    values.reserveCapacity(raster.height * raster.width * 3)
    for start in stride(from: 0, to: raster.values.count, by: raster.channels) {
      let isGrey = raster.channels < 3
      for channel in 0..<3 { values.append(raster.values[start + (isGrey ? 0 : channel)]) }
    }
    return Raster(height: raster.height, width: raster.width, channels: 3, values: values)
  }

  /// One channel of 8 bits.
  ///
  /// Colours are taken when all three channels agree, as some tools store grey maps.
  /// - Throws: ``ImageFileError`` when the file has 16 bits or real colours.
  public func greyBytes() throws(ImageFileError) -> Raster<UInt8> { try grey(try bytes()) }

  /// One channel of 16 bits.
  /// - Throws: ``ImageFileError`` when the file has 8 bits or real colours.
  public func greyWords() throws(ImageFileError) -> Raster<UInt16> {
    guard case .words(let raster) = samples else {
      throw ImageFileError(path, expected: "16 bits a sample", found: "8")
    }
    return try grey(raster)
  }

  private func bytes() throws(ImageFileError) -> Raster<UInt8> {
    guard case .bytes(let raster) = samples else {
      throw ImageFileError(path, expected: "8 bits a sample", found: "16")
    }
    return raster
  }

  private func grey<Element: Equatable>(
    _ raster: Raster<Element>
  ) throws(ImageFileError) -> Raster<Element> {
    let channels = raster.channels
    if channels == 1 { return raster }
    var values: [Element] = []
    values.reserveCapacity(raster.height * raster.width)
    for start in stride(from: 0, to: raster.values.count, by: channels) {
      let first = raster.values[start]
      if channels >= 3 {
        guard raster.values[start + 1] == first, raster.values[start + 2] == first else {
          throw ImageFileError(path, expected: "one channel", found: "\(channels), in colour")
        }
      }
      values.append(first)
    }
    return Raster(height: raster.height, width: raster.width, channels: 1, values: values)
  }
}
