import HDF5Store
import TestSupport
import Testing

/// Datasets that grow.
@Suite struct AppendTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func rowsAreAddedAtTheEnd() throws {
    let path = directory.file("append.h5")
    var expected: [Float] = []
    var names: [String] = []
    let file = try HDF5File.create(path)
    let layout = DatasetLayout.chunked([4, 3], deflateLevel: 4, isExtendable: true)
    let dataset = try file.root.createDataset(
      "rows", of: Float.self, shape: [0, 3], layout: layout)
    let strings = try file.root.createStringDataset(
      "names", of: .fixedString(byteCount: 8), shape: [0],
      layout: .chunked([16], isExtendable: true))
    for count in [1, 0, 2, 7, 1] {
      let rows = (0..<count * 3).map { Float(expected.count + $0) }
      expected += rows
      try dataset.append(rows)
      let added = (0..<count).map { "n\(names.count + $0)" }
      names += added
      try strings.appendStrings(added)
    }
    try file.close()
    let again = try HDF5File.open(path, for: .readWrite)
    let more = try again.root.dataset("rows")
    #expect(try more.shape == [11, 3])
    try more.append([Float](repeating: 5, count: 3))
    expected += [5, 5, 5]
    #expect(try more.read() == expected)
    #expect(try again.root.dataset("names").readStrings() == names)
    try again.close()
  }

  @Test func whatCannotGrowIsRefused() throws {
    let file = try HDF5File.create(directory.file("fixed.h5"))
    let fixed = try file.root.createDataset(
      "fixed", of: Float.self, shape: [4, 3], layout: .chunked([2, 3]))
    let error = hdf5Error { try fixed.append([1, 2, 3] as [Float]) }
    #expect(error?.kind == .invalidArgument)
    #expect(error?.object == "/fixed")
    let rows = try file.root.createDataset(
      "rows", of: Float.self, shape: [4, 3], layout: .chunked([2, 3], isExtendable: true))
    #expect(
      hdf5Error { try rows.append([1, 2, 3, 4] as [Float]) }?.kind == .shapeMismatch)
    #expect(hdf5Error { try rows.append([1, 2, 3] as [Double]) }?.kind == .typeMismatch)
    #expect(try rows.shape == [4, 3])
    try file.close()
  }
}
