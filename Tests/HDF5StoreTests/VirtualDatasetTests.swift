import HDF5Store
import TestSupport
import Testing

/// Datasets that stand on those of other files.
@Suite struct VirtualDatasetTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func makePart(_ name: String, rows: Range<Int>) throws {
    let file = try HDF5File.create(directory.file(name), replacing: true)
    let dataset = try file.root.createDataset(
      "adversarial/input", of: Float.self, shape: [rows.count, 3], layout: .chunked([1, 3]))
    try dataset.write(rows.flatMap { row in (0..<3).map { Float(row * 10 + $0) } })
    try file.close()
  }

  private func makeVirtual(_ name: String, parts: [(file: String, rows: Range<Int>)]) throws {
    let file = try HDF5File.create(directory.file(name))
    let shape = [7, 3]
    _ = try file.root.createVirtualDataset(
      "all", of: Float.self, shape: shape,
      mappings: parts.map { part in
        VirtualMapping(
          Hyperslab(rows: part.rows, of: shape), sourceFile: part.file,
          sourceDataset: "adversarial/input", sourceShape: [part.rows.count, 3])
      })
    try file.close()
  }

  @Test func twoFilesReadAsOne() throws {
    try makePart("part-0.h5", rows: 0..<4)
    try makePart("part 100%.h5", rows: 4..<7)
    try makeVirtual("whole.h5", parts: [("part-0.h5", 0..<4), ("part 100%.h5", 4..<7)])
    let file = try HDF5File.open(directory.file("whole.h5"))
    let dataset = try file.root.dataset("all")
    #expect(try dataset.layout.isVirtual)
    #expect(try dataset.shape == [7, 3])
    let expected = (0..<7).flatMap { row in (0..<3).map { Float(row * 10 + $0) } }
    #expect(try dataset.read() == expected)
    #expect(
      try dataset.read(Hyperslab(start: [3, 1], count: [2, 2])) == [31, 32, 41, 42] as [Float])
    try file.close()
  }

  @Test func partsOfASourceCanBeMapped() throws {
    try makePart("part.h5", rows: 0..<4)
    let file = try HDF5File.create(directory.file("picked.h5"))
    let dataset = try file.root.createVirtualDataset(
      "v", of: Float.self, shape: [2, 2],
      mappings: [
        VirtualMapping(
          Hyperslab(start: [0, 0], count: [2, 2]), sourceFile: "part.h5",
          sourceDataset: "/adversarial/input", sourceShape: [4, 3],
          sourceSlab: Hyperslab(start: [2, 1], count: [2, 2]))
      ])
    #expect(try dataset.read() == [21, 22, 31, 32] as [Float])
    try file.close()
  }

  @Test func absentSourcesAreAnErrorNotZeros() throws {
    try makePart("part-0.h5", rows: 0..<4)
    try makeVirtual("whole.h5", parts: [("part-0.h5", 0..<4), ("part-1.h5", 4..<7)])
    func openError() throws -> HDF5Error? {
      let file = try HDF5File.open(directory.file("whole.h5"))
      let error = hdf5Error { _ = try file.root.dataset("all") }
      try file.close()
      return error
    }
    let missing = try openError()
    #expect(missing?.kind == .fileNotFound)
    #expect(missing?.path == directory.file("part-1.h5"))
    #expect(missing?.action.contains("/all of \(directory.file("whole.h5"))") == true)
    try makePart("part-1.h5", rows: 4..<6)
    #expect(try openError()?.kind == .shapeMismatch)
    let wrong = try HDF5File.create(directory.file("part-1.h5"), replacing: true)
    #expect(try openError() != nil)
    _ = try wrong.root.createDataset("adversarial/input", of: Double.self, shape: [3, 3])
    try wrong.close()
    #expect(try openError()?.kind == .typeMismatch)
    try directory.write(Array("no HDF5".utf8), to: "part-1.h5")
    #expect(try openError()?.kind == .notHDF5)
  }

  @Test func mappingsThatDoNotFitAreRefused() throws {
    let file = try HDF5File.create(directory.file("bad.h5"))
    func kind(_ slab: Hyperslab, _ sourceSlab: Hyperslab?) -> HDF5Error.Kind? {
      hdf5Error {
        _ = try file.root.createVirtualDataset(
          "v", of: Float.self, shape: [4, 3],
          mappings: [
            VirtualMapping(
              slab, sourceFile: "p.h5", sourceDataset: "d", sourceShape: [2, 3],
              sourceSlab: sourceSlab)
          ])
      }?.kind
    }
    #expect(kind(Hyperslab(start: [3, 0], count: [2, 3]), nil) == .outOfRange)
    #expect(kind(Hyperslab(start: [0, 0], count: [3, 3]), nil) == .shapeMismatch)
    #expect(
      kind(
        Hyperslab(start: [0, 0], count: [2, 3]), Hyperslab(start: [1, 0], count: [2, 3]))
        == .outOfRange)
    #expect(
      hdf5Error {
        _ = try file.root.createVirtualDataset("v", of: Float.self, shape: [4], mappings: [])
      }?.kind == .invalidArgument)
    try file.close()
  }
}
