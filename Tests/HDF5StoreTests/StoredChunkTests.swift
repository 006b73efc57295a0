import HDF5Store
import TestSupport
import Testing

@Suite struct StoredChunkTests {
  private func dataset(_ file: HDF5File, rows: [UInt16], chunk: [Int] = [1, 3]) throws
    -> HDF5Dataset
  {
    let dataset = try file.root.createDataset(
      "values", of: UInt16.self, shape: [0, 3],
      layout: .chunked(chunk, shuffles: true, deflateLevel: 1, isExtendable: true))
    try dataset.append(rows)
    return dataset
  }

  @Test func aCopiedChunkReadsAsTheRowItWas() throws {
    let directory = try TemporaryDirectory()
    let source = try HDF5File.create(directory.file("source.h5"))
    let rows = try dataset(source, rows: [1, 2, 3, 4, 5, 6])
    let target = try HDF5File.create(directory.file("target.h5"))
    let copies = try dataset(target, rows: [])
    try copies.append(rows.storedChunk(ofRow: 1))
    try copies.append(rows.storedChunk(ofRow: 0))
    #expect(try copies.shape == [2, 3])
    try target.close()
    let read = try HDF5File.open(directory.file("target.h5")).root.dataset("values")
    #expect(try read.read(as: UInt16.self) == [4, 5, 6, 1, 2, 3])
  }

  @Test func aDamagedChunkIsFoundWhenItIsRead() throws {
    let directory = try TemporaryDirectory()
    let file = try HDF5File.create(directory.file("source.h5"))
    let rows = try dataset(file, rows: [1, 2, 3])
    try file.flush()
    let chunk = try rows.storedChunk(ofRow: 0)
    #expect(chunk.skippedFilters == 0)
    try file.close()
    // The chunk lies in the file as it was returned.
    var bytes = try directory.bytes("source.h5")
    let place = bytes.indices.first { bytes[$0...].starts(with: chunk.bytes) }
    bytes[try #require(place) + 2] ^= 16
    try directory.write(bytes, to: "source.h5")
    let damaged = try HDF5File.open(directory.file("source.h5")).root.dataset("values")
    let error = #expect(throws: HDF5Error.self) { _ = try damaged.read(as: UInt16.self) }
    #expect(error?.kind == .damaged)
  }

  @Test func rowsOutsideAndOtherChunksAreRefused() throws {
    let directory = try TemporaryDirectory()
    let file = try HDF5File.create(directory.file("source.h5"))
    let rows = try dataset(file, rows: [1, 2, 3])
    for row in [-1, 1] {
      let error = #expect(throws: HDF5Error.self) { try rows.storedChunk(ofRow: row) }
      #expect(error?.kind == .outOfRange)
    }
    let other = try HDF5File.create(directory.file("other.h5"))
    let pairs = try dataset(other, rows: [1, 2, 3, 4, 5, 6], chunk: [2, 3])
    #expect(throws: HDF5Error.self) { try pairs.storedChunk(ofRow: 0) }
    #expect(throws: HDF5Error.self) { try pairs.append(rows.storedChunk(ofRow: 0)) }
    #expect(try pairs.shape == [2, 3])
  }
}
