import Foundation
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

  @Test func smallCallsDoNotMeet() throws {
    let directory = try TemporaryDirectory()
    let file = try HDF5File.create(directory.file("small.h5"))
    for index in 0..<16 {
      let group = try file.root.createGroup("g\(index)")
      try group.attributes.set("index", to: Int64(index))
    }
    // Many short calls that allocate and release identifiers: without the lock, two of them are
    // inside the library at once after a few rounds, which then fails or crashes.
    let right = Tally()
    let threads = (0..<4).map { thread in
      Thread {
        for round in 0..<2000 {
          let index = (round * 7 + thread) % 16
          let read = try? file.root.group("g\(index)").attributes.read("index", as: Int64.self)
          if read == Int64(index) { right.add(1) }
        }
        right.finish()
      }
    }
    for thread in threads { thread.start() }
    #expect(right.total(ofThreads: threads.count) == 8000)
    try file.close()
  }
}

/// A count that several threads add to.
private final class Tally: @unchecked Sendable {
  private let condition = NSCondition()
  private var sum = 0
  private var finished = 0

  func add(_ value: Int) { condition.withLock { sum += value } }

  func finish() {
    condition.withLock {
      finished += 1
      condition.signal()
    }
  }

  func total(ofThreads count: Int) -> Int {
    condition.withLock {
      while finished < count { condition.wait() }
      return sum
    }
  }
}
