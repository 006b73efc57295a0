import HDF5Store
import TestSupport
import Testing

/// Files that another library wrote, read to the last byte.
@Suite struct ParityFileTests {
  @Test(arguments: ParityFixtures.files(withSuffix: ".h5"))
  func readsEveryObject(path: String) throws {
    let file = try HDF5File.open(path)
    var tally = Tally()
    try tally.read(file.root)
    #expect(tally.datasets > 0)
    #expect(tally.values > 0)
    try file.close()
  }

  @Test(.enabled(if: ParityFixtures.directory != nil))
  func readsKnownValues() throws {
    let directory = try #require(ParityFixtures.directory)
    let file = try HDF5File.open(directory + "/nyuv2_narrow.h5")
    let clipMinimum: [Float] = try file.root.dataset("clip_min").read()
    #expect(clipMinimum == [-104.00698793, -116.66876762, -122.67891434])
    let image = try file.root.dataset("image_u8")
    #expect(try image.shape == [2, 97, 97, 3])
    // `input` is NCHW, image minus mean: both files of one pixel have to agree.
    let pixel: [UInt8] = try image.read(Hyperslab(start: [1, 40, 50, 0], count: [1, 1, 1, 3]))
    let input: [Float] = try file.root.dataset("input")
      .read(Hyperslab(start: [1, 0, 40, 50], count: [1, 3, 1, 1]))
    for channel in 0..<3 {
      #expect(abs(Float(pixel[channel]) + clipMinimum[channel] - input[channel]) < 1e-4)
    }
  }
}

/// Reads everything below a group and counts it.
private struct Tally {
  var datasets = 0
  var values = 0

  mutating func read(_ group: HDF5Group) throws {
    try read(group.attributes)
    for name in try group.memberNames() {
      switch try group.kind(of: name) {
      case .group: try read(group.group(name))
      case .dataset: try read(group.dataset(name))
      case .datatype: break
      }
    }
  }

  private mutating func read(_ dataset: HDF5Dataset) throws {
    datasets += 1
    try read(dataset.attributes)
    let count: Int
    switch dataset.elementType {
    case .fixedString, .variableString: count = try dataset.readStrings().count
    case .int8: count = try dataset.read(as: Int8.self).count
    case .int16: count = try dataset.read(as: Int16.self).count
    case .int32: count = try dataset.read(as: Int32.self).count
    case .int64: count = try dataset.read(as: Int64.self).count
    case .uint8: count = try dataset.read(as: UInt8.self).count
    case .uint16: count = try dataset.read(as: UInt16.self).count
    case .uint32: count = try dataset.read(as: UInt32.self).count
    case .uint64: count = try dataset.read(as: UInt64.self).count
    case .float32: count = try dataset.read(as: Float.self).count
    case .float64: count = try dataset.read(as: Double.self).count
    case .float16, .objectReference, .unsupported: count = -1
    }
    #expect(try count == dataset.shape.reduce(1, *), "\(dataset.name) of \(dataset.elementType)")
    values += count
  }

  private mutating func read(_ attributes: HDF5Attributes) throws {
    for name in try attributes.names() {
      let count: Int
      switch try attributes.elementType(of: name) {
      case .fixedString, .variableString: count = try attributes.readStrings(name).count
      case .int64: count = try attributes.readArray(name, as: Int64.self).count
      case .float64: count = try attributes.readArray(name, as: Double.self).count
      default: count = -1
      }
      #expect(try count == attributes.shape(of: name).reduce(1, *), "\(name)")
      values += count
    }
  }
}
