import HDF5Store
import Tasks
import TestSupport
import Testing

@Suite struct NearestNeighborTests {
  @Test("simple factors")
  func simple() {
    #expect(NearestNeighbor.sourceIndices(from: 4, to: 4) == [0, 1, 2, 3])
    #expect(NearestNeighbor.sourceIndices(from: 2, to: 4) == [0, 0, 1, 1])
    #expect(NearestNeighbor.sourceIndices(from: 7, to: 3) == [0, 2, 4])
    #expect(NearestNeighbor.sourceIndices(from: 1, to: 3) == [0, 0, 0])
    #expect(NearestNeighbor.sourceIndices(from: 5, to: 1) == [0])
  }

  @Test(
    "where 32-bit floats and exact arithmetic part, floats decide as in PyTorch",
    arguments: [
      (2, 82, 41, 0), (3, 291, 97, 0), (8, 82, 41, 3), (14, 270, 135, 6), (24, 328, 205, 14),
    ])
  func rounding(source: Int, destination: Int, index: Int, expected: Int) {
    #expect(NearestNeighbor.sourceIndices(from: source, to: destination)[index] == expected)
    #expect(index * source / destination == expected + 1)
  }

  @Test("reference tables", .enabled(if: ParityFixtures.directory != nil))
  func reference() throws {
    let directory = try #require(ParityFixtures.directory)
    let file = try HDF5File.open(directory + "/ops_small.h5")
    let tables = try file.root.group("nearest_index")
    let names = try tables.memberNames()
    #expect(names.count == 13)
    for name in names {
      let extents = name.split(separator: "_to_").compactMap { Int($0) }
      let expected: [Int32] = try tables.dataset(name).read()
      let found = NearestNeighbor.sourceIndices(from: extents[0], to: extents[1])
      #expect(found == expected.map { Int($0) }, "\(name)")
    }
  }
}
