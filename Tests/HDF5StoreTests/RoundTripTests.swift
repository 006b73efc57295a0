import HDF5Store
import TestSupport
import Testing

/// What is written is what is read.
@Suite struct RoundTripTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func integersKeepEveryValue() throws {
    try expectRoundTrip([UInt8.min, 1, .max])
    try expectRoundTrip([Int8.min, -1, 0, .max])
    try expectRoundTrip([UInt16.min, 258, .max])
    try expectRoundTrip([Int16.min, -2, 258, .max])
    try expectRoundTrip([UInt32.min, 0x0102_0304, .max])
    try expectRoundTrip([Int32.min, -3, 0x0102_0304, .max])
    try expectRoundTrip([UInt64.min, 0x0102_0304_0506_0708, .max])
    try expectRoundTrip([Int64.min, -4, 0x0102_0304_0506_0708, .max])
  }

  @Test func floatsKeepEveryBit() throws {
    let floats: [Float] = [
      0, -0.0, 1.5, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity,
    ]
    try expectRoundTrip(floats)
    try expectRoundTrip([Double.pi, -0.0, .leastNonzeroMagnitude, -.infinity])
    let file = try HDF5File.create(directory.file("nan.h5"))
    let dataset = try file.root.createDataset("nan", of: Float.self, shape: [2])
    let values = [Float(bitPattern: 0x7FC0_1234), Float(bitPattern: 0xFFC0_0001)]
    try dataset.write(values)
    #expect(try dataset.read(as: Float.self).map(\.bitPattern) == values.map(\.bitPattern))
    try file.close()
  }

  /// Writes the values, alone and repeated over a cube in every layout, and reads them again.
  private func expectRoundTrip<Element: HDF5Element & Equatable>(_ values: [Element]) throws {
    let path = directory.file("\(Element.self).h5")
    let shape = [5, 4, 3]
    let cube = (0..<60).map { values[$0 % values.count] }
    let file = try HDF5File.create(path)
    let scalar = try file.root.createDataset("scalar", of: Element.self, shape: [])
    try scalar.write([values[1]])
    for (index, layout) in layouts.enumerated() {
      let dataset = try file.root.createDataset(
        "cube\(index)", of: Element.self, shape: shape, layout: layout)
      try dataset.write(cube)
    }
    try file.close()

    let again = try HDF5File.open(path)
    let readScalar = try again.root.dataset("scalar")
    #expect(try readScalar.shape == [])
    #expect(try readScalar.read() == [values[1]])
    for (index, layout) in layouts.enumerated() {
      let dataset = try again.root.dataset("cube\(index)")
      #expect(dataset.elementType == Element.elementType)
      #expect(try dataset.shape == shape)
      #expect(try dataset.layout == layout)
      #expect(try dataset.read() == cube)
      var memory = [Element](repeating: Element(), count: 60)
      var span = memory.mutableSpan
      try dataset.read(into: &span)
      #expect(memory == cube)
    }
    try again.close()
  }

  @Test func fillValueStandsForWhatWasNotWritten() throws {
    let file = try HDF5File.create(directory.file("fill.h5"))
    for (index, layout) in layouts.enumerated() {
      let dataset = try file.root.createDataset(
        "d\(index)", shape: [5, 4, 3], layout: layout, fillValue: Int16(-7))
      try dataset.write([Int16](1...12), to: Hyperslab(rows: 2..<3, of: [5, 4, 3]))
      var expected = [Int16](repeating: -7, count: 60)
      expected.replaceSubrange(24..<36, with: 1...12)
      #expect(try dataset.read() == expected)
      let zero = try file.root.createDataset(
        "z\(index)", of: Float.self, shape: [5, 4, 3], layout: layout)
      #expect(try zero.read() == [Float](repeating: 0, count: 60))
    }
    try file.close()
  }

  @Test func emptyDatasetsHaveNoElements() throws {
    let file = try HDF5File.create(directory.file("empty.h5"))
    let dataset = try file.root.createDataset("empty", of: Float.self, shape: [0, 4])
    try dataset.write([Float]())
    #expect(try dataset.read(as: Float.self) == [])
    #expect(try dataset.shape == [0, 4])
    try file.close()
  }

  @Test func convertingReadsAreAskedForByName() throws {
    let file = try HDF5File.create(directory.file("convert.h5"))
    let dataset = try file.root.createDataset("f", of: Float.self, shape: [4])
    try dataset.write([1.75, -2, 300, 1e-3] as [Float])
    #expect(try dataset.readConverting(as: Double.self) == [1.75, -2, 300, Double(Float(1e-3))])
    #expect(try dataset.readConverting(as: UInt8.self) == [1, 0, 255, 0])
    var memory = [Int32](repeating: 9, count: 2)
    var span = memory.mutableSpan
    try dataset.readConverting(Hyperslab(start: [1], count: [2]), into: &span)
    #expect(memory == [-2, 300])
    let error = hdf5Error { _ = try dataset.read(as: Double.self) }
    #expect(error?.kind == .typeMismatch)
    #expect(error?.object == "/f")
    #expect(error?.expected == "elements of type float64")
    #expect(error?.found == "float32")
    // Signedness is part of the type, even where every value would fit.
    let bytes = try file.root.createDataset("u", of: UInt8.self, shape: [1])
    #expect(hdf5Error { _ = try bytes.read(as: Int8.self) }?.kind == .typeMismatch)
    try file.close()
  }
}
