internal import ByteStorage
internal import Jobs

/// An adversarial example in the forms that a job asks for.
struct StoredExample {
  /// An image of 8 bits with what it came to when it was evaluated in this form.
  struct Pixels {
    /// Red, green and blue of every pixel.
    let values: [UInt8]
    /// The losses of the tasks.
    let losses: [Double]
    /// The largest change of a value against the clean image, in pixel values.
    let largestChange: Float
  }

  let key: RecordKey
  /// What the network saw, HWC: blue, green, red, without the mean.
  let values: [Float]?
  let pixels: Pixels?

  init(_ key: RecordKey, values: [Float]?, pixels: Pixels?) {
    self.key = key
    self.values = values
    self.pixels = pixels
  }

  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.append(compact: UInt64(key.image))
    writer.append(compact: UInt64(key.configuration))
    writer.append(UInt8(values == nil ? 0 : 1))
    if let values {
      writer.append(compact: UInt64(values.count))
      for value in values { writer.append(value) }
    }
    writer.append(UInt8(pixels == nil ? 0 : 1))
    if let pixels {
      writer.append(block: pixels.values)
      writer.append(compact: UInt64(pixels.losses.count))
      for loss in pixels.losses { writer.append(loss) }
      writer.append(pixels.largestChange)
    }
    return writer.bytes
  }

  init(_ bytes: [UInt8]) throws(ByteError) {
    var reader = ByteReader(bytes)
    key = RecordKey(
      image: Int(truncatingIfNeeded: try reader.readCompact()),
      configuration: Int(truncatingIfNeeded: try reader.readCompact()))
    var values: [Float]?
    if try reader.read(UInt8.self) == 1 {
      var found: [Float] = []
      for _ in 0..<(try reader.readCount(stride: 4)) { found.append(try reader.readFloat()) }
      values = found
    }
    self.values = values
    var pixels: Pixels?
    if try reader.read(UInt8.self) == 1 {
      let block = try reader.readBlock()
      var losses: [Double] = []
      for _ in 0..<(try reader.readCount(stride: 8)) { losses.append(try reader.readDouble()) }
      pixels = Pixels(values: block, losses: losses, largestChange: try reader.readFloat())
    }
    self.pixels = pixels
    try reader.finish()
  }
}
