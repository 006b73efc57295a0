import HDF5Store
import TestSupport
import Testing

/// Calls from many threads at once.
@Suite struct ConcurrencyTests {
  @Test func threadsReadAtOnce() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("shared.h5")
    let file = try HDF5File.create(path)
    let shape = [16, 50, 40]
    let values = (0..<32_000).map { Int32($0) }
    try file.root.createDataset(
      "d", of: Int32.self, shape: shape, layout: .chunked([1, 50, 40], deflateLevel: 1)
    ).write(values)
    try file.close()
    let shared = try HDF5File.open(path)
    let sharedDataset = try shared.root.dataset("d")
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<32 {
        group.addTask {
          var isRight = true
          for round in 0..<8 {
            let row = (task * 5 + round) % 16
            let slab = Hyperslab(rows: row..<row + 1, of: shape)
            // Half of them with handles of their own, which are also released on that thread.
            let own = task.isMultiple(of: 2) ? try HDF5File.open(path) : nil
            let dataset = try own?.root.dataset("d") ?? sharedDataset
            let read = try dataset.read(slab, as: Int32.self)
            isRight = isRight && read == Array(values[row * 2000..<(row + 1) * 2000])
            // Errors of one thread do not reach another.
            let error = hdf5Error { _ = try dataset.attributes.readString("none \(task)") }
            isRight = isRight && error?.object == "/d@none \(task)"
          }
          return isRight
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
    try shared.close()
  }
}
