import HDF5Store
import TestSupport
import Testing

/// References to objects, which MATLAB's cell arrays consist of.
@Suite struct ReferenceTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func referencesLeadToNames() throws {
    let path = directory.file("cells.h5")
    let file = try HDF5File.create(path)
    let names = (0..<6).map { "/#refs#/cell\($0)" }
    for (index, name) in names.enumerated() {
      let cell = try file.root.createDataset(name, of: UInt16.self, shape: [1])
      try cell.write([UInt16(index)])
    }
    let cells = try file.root.createReferenceDataset("cells", shape: [2, 3])
    try cells.writeReferences(to: names.reversed())
    try file.close()
    let again = try HDF5File.open(path)
    let dataset = try again.root.dataset("cells")
    #expect(dataset.elementType == .objectReference)
    #expect(try again.names(of: dataset.readReferences()) == names.reversed())
    let one = try dataset.readReferences(Hyperslab(start: [1, 0], count: [1, 1]))
    let name = try #require(try again.names(of: one).first)
    #expect(try again.root.dataset(name).read() == [UInt16(2)])
    #expect(hdf5Error { _ = try dataset.read(as: UInt64.self) }?.kind == .typeMismatch)
    try again.close()
  }

  @Test func referencesThatLeadNowhereAreErrors() throws {
    let file = try HDF5File.create(directory.file("nowhere.h5"))
    let cells = try file.root.createReferenceDataset("cells", shape: [1])
    let error = hdf5Error { _ = try file.names(of: cells.readReferences()) }
    #expect(error?.kind == .objectNotFound)
    #expect(hdf5Error { try cells.writeReferences(to: ["/nothing"]) }?.kind == .objectNotFound)
    let numbers = try file.root.createDataset("n", of: UInt64.self, shape: [1])
    #expect(hdf5Error { _ = try numbers.readReferences() }?.kind == .typeMismatch)
    try file.close()
  }
}
