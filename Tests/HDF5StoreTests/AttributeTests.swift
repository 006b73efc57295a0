import HDF5Store
import TestSupport
import Testing

/// Attributes of files, groups, and datasets.
@Suite struct AttributeTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func everyTypeRoundTrips() throws {
    let path = directory.file("attributes.h5")
    let file = try HDF5File.create(path)
    let dataset = try file.root.createDataset("g/d", of: UInt8.self, shape: [1])
    for attributes in [
      file.root.attributes, try file.root.group("g").attributes, dataset.attributes,
    ] {
      try attributes.setVariable("z", to: "of variable length: ü")
      try attributes.setVariable("list", to: ["a", "", "ccc"])
      try attributes.set("fixed", to: "of fixed length: ü")
      try attributes.set("fixed list", to: ["a", "", "ccc"])
      try setNumbers(attributes)
    }
    try file.close()
    let again = try HDF5File.open(path)
    let group = try again.root.group("g")
    for attributes in [again.root.attributes, group.attributes, try group.dataset("d").attributes] {
      #expect(try attributes.readString("z") == "of variable length: ü")
      #expect(try attributes.readStrings("list") == ["a", "", "ccc"])
      #expect(try attributes.readString("fixed") == "of fixed length: ü")
      #expect(try attributes.elementType(of: "fixed") == .fixedString(byteCount: 19))
      #expect(try attributes.readStrings("fixed list") == ["a", "", "ccc"])
      #expect(try attributes.shape(of: "list") == [3])
      #expect(try attributes.shape(of: "z") == [])
      try expectNumbers(attributes)
      let names = try attributes.names()
      #expect(names == names.sorted() && names.count == 26)
    }
    try again.close()
  }

  private func setNumbers(_ attributes: HDF5Attributes) throws {
    func set<Element: HDF5Element & FixedWidthInteger>(_: Element.Type) throws {
      try attributes.set("\(Element.self)", to: Element.max)
      try attributes.set("\(Element.self)s", to: [Element.min, 1, .max])
    }
    try set(Int8.self)
    try set(Int16.self)
    try set(Int32.self)
    try set(Int64.self)
    try set(UInt8.self)
    try set(UInt16.self)
    try set(UInt32.self)
    try set(UInt64.self)
    try attributes.set("Float", to: Float.pi)
    try attributes.set("Floats", to: [Float.pi, -.infinity])
    try attributes.set("Double", to: Double.pi)
    try attributes.set("Doubles", to: [Double.pi, -.infinity])
    try attributes.set("none", to: [Double]())
    try attributes.set("no text", to: [String]())
  }

  private func expectNumbers(_ attributes: HDF5Attributes) throws {
    func expect<Element: HDF5Element & FixedWidthInteger>(_: Element.Type) throws {
      #expect(try attributes.read("\(Element.self)") == Element.max)
      #expect(try attributes.readArray("\(Element.self)s") == [Element.min, 1, .max])
      #expect(try attributes.elementType(of: "\(Element.self)") == Element.elementType)
    }
    try expect(Int8.self)
    try expect(Int16.self)
    try expect(Int32.self)
    try expect(Int64.self)
    try expect(UInt8.self)
    try expect(UInt16.self)
    try expect(UInt32.self)
    try expect(UInt64.self)
    #expect(try attributes.read("Float") == Float.pi)
    #expect(try attributes.readArray("Floats") == [Float.pi, -.infinity])
    #expect(try attributes.read("Double") == Double.pi)
    #expect(try attributes.readArray("Doubles") == [Double.pi, -.infinity])
    #expect(try attributes.readArray("none") == [Double]())
    #expect(try attributes.readStrings("no text") == [])
    #expect(try attributes.readConverting("Int8", as: Double.self) == 127)
  }

  @Test func overwritingReplacesTypeAndShape() throws {
    let file = try HDF5File.create(directory.file("overwrite.h5"))
    let attributes = file.root.attributes
    try attributes.set("a", to: Int32(1))
    try attributes.set("a", to: [Double(2), 3])
    #expect(try attributes.readArray("a") == [Double(2), 3])
    try attributes.set("a", to: "text")
    #expect(try attributes.readString("a") == "text")
    #expect(try attributes.names() == ["a"])
    try file.close()
  }

  @Test func largeValuesFit() throws {
    let path = directory.file("large.h5")
    let file = try HDF5File.create(path)
    let values = (0..<40_000).map { Double($0) }
    try file.root.attributes.set("numbers", to: values)
    let text = String(repeating: "0123456789", count: 30_000)
    try file.root.attributes.set("text", to: text)
    try file.close()
    let again = try HDF5File.open(path)
    #expect(try again.root.attributes.readArray("numbers") == values)
    #expect(try again.root.attributes.readString("text") == text)
    try again.close()
  }

  @Test func absenceAndWrongTypesAreNamed() throws {
    let file = try HDF5File.create(directory.file("wrong.h5"))
    let dataset = try file.root.createDataset("g/d", of: UInt8.self, shape: [1])
    try dataset.attributes.set("count", to: Int64(5))
    try dataset.attributes.set("pair", to: [Int64(5), 6])
    let missing = hdf5Error { _ = try dataset.attributes.readString("unit") }
    #expect(missing?.kind == .objectNotFound)
    #expect(missing?.object == "/g/d@unit")
    #expect(missing?.path == directory.file("wrong.h5"))
    #expect(try !dataset.attributes.contains("unit"))
    #expect(try dataset.attributes.contains("count"))
    let type = hdf5Error { _ = try dataset.attributes.read("count", as: Int32.self) }
    #expect(type?.kind == .typeMismatch)
    #expect(type?.found == "int64")
    #expect(hdf5Error { _ = try dataset.attributes.readString("count") }?.kind == .typeMismatch)
    let count = hdf5Error { _ = try dataset.attributes.read("pair", as: Int64.self) }
    #expect(count?.kind == .shapeMismatch)
    #expect(hdf5Error { try dataset.attributes.set("", to: "x") }?.kind == .invalidArgument)
    #expect(hdf5Error { try dataset.attributes.set("a", to: "x\0") }?.kind == .invalidText)
    try file.close()
  }
}
