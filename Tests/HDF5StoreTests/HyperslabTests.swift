import HDF5Store
import TestSupport
import Testing

/// Boxes, against naive indexing.
@Suite struct HyperslabTests {
  private let directory: TemporaryDirectory
  private let shape = [5, 4, 3]
  private let values = (0..<60).map { Int32($0) * 7 - 100 }

  init() throws { directory = try TemporaryDirectory() }

  /// The positions in memory of the elements of a box, in row-major order.
  private func positions(_ slab: Hyperslab) -> [Int] {
    var positions: [Int] = []
    for i in slab.start[0]..<slab.start[0] + slab.count[0] {
      for j in slab.start[1]..<slab.start[1] + slab.count[1] {
        for k in slab.start[2]..<slab.start[2] + slab.count[2] {
          positions.append((i * 4 + j) * 3 + k)
        }
      }
    }
    return positions
  }

  private func randomSlabs(_ count: Int) -> [Hyperslab] {
    var generator = SeededGenerator(seed: 11)
    return (0..<count).map { _ in
      let start = shape.map { Int.random(in: 0...$0, using: &generator) }
      let count = zip(shape, start).map { Int.random(in: 0...$0 - $1, using: &generator) }
      return Hyperslab(start: start, count: count)
    }
  }

  @Test(arguments: layouts.indices) func readsAndWritesBoxes(layout: Int) throws {
    let file = try HDF5File.create(directory.file("slabs.h5"))
    let source = try file.root.createDataset(
      "source", of: Int32.self, shape: shape, layout: layouts[layout])
    try source.write(values)
    let target = try file.root.createDataset(
      "target", of: Int32.self, shape: shape, layout: layouts[layout])
    var expected = [Int32](repeating: 0, count: 60)
    for slab in randomSlabs(40) + [Hyperslab(start: [0, 0, 0], count: shape)] {
      let box = try source.read(slab, as: Int32.self)
      #expect(box == positions(slab).map { values[$0] }, "\(slab)")
      let doubled = box.map { $0 &* 2 }
      try target.write(doubled, to: slab)
      for (position, value) in zip(positions(slab), doubled) { expected[position] = value }
      #expect(try target.read() == expected, "\(slab)")
    }
    try file.close()
  }

  @Test func wrongBoxesAreRefused() throws {
    let file = try HDF5File.create(directory.file("wrong.h5"))
    let dataset = try file.root.createDataset("a/b", of: Int32.self, shape: shape)
    func kind(_ start: [Int], _ count: [Int]) -> HDF5Error.Kind? {
      let slab = Hyperslab(start: start, count: count)
      let zeros = [Int32](repeating: 0, count: max(0, count.reduce(1, &*)) % 1000)
      let reading = hdf5Error { _ = try dataset.read(slab, as: Int32.self) }
      let writing = hdf5Error { try dataset.write(zeros, to: slab) }
      #expect(reading?.kind == writing?.kind)
      #expect(reading?.path == directory.file("wrong.h5"))
      #expect(reading?.object == "/a/b")
      return reading?.kind
    }
    #expect(kind([0, 0], [1, 1]) == .shapeMismatch)
    #expect(kind([0, 0, 0, 0], [1, 1, 1, 1]) == .shapeMismatch)
    #expect(kind([0, 0, 0], [1, 1]) == .shapeMismatch)
    #expect(kind([5, 0, 0], [1, 1, 1]) == .outOfRange)
    #expect(kind([0, 0, 0], [6, 4, 3]) == .outOfRange)
    #expect(kind([-1, 0, 0], [2, 1, 1]) == .outOfRange)
    #expect(kind([0, 0, 0], [1, -1, 1]) == .outOfRange)
    #expect(kind([.max, 0, 0], [.max, 1, 1]) == .outOfRange)
    let error = hdf5Error {
      _ = try dataset.read(Hyperslab(start: [4, 0, 0], count: [2, 1, 1]), as: Int32.self)
    }
    #expect(error?.found == "[4..<6, 0..<1, 0..<1]")
    #expect(error?.expected == "a hyperslab inside the shape [5, 4, 3]")
    // As many elements as the box, no more and no fewer.
    let slab = Hyperslab(rows: 1..<2, of: shape)
    #expect(hdf5Error { try dataset.write([Int32](0..<11), to: slab) }?.kind == .shapeMismatch)
    var memory = [Int32](repeating: 0, count: 13)
    let short = hdf5Error {
      var span = memory.mutableSpan
      try dataset.read(slab, into: &span)
    }
    #expect(short?.kind == .shapeMismatch)
    try file.close()
  }
}
