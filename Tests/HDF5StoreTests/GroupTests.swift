import HDF5Store
import TestSupport
import Testing

/// Names, members, and the life of handles.
@Suite struct GroupTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func membersAreListedInNameOrder() throws {
    let file = try HDF5File.create(directory.file("members.h5"))
    let names = ["b", "a", "ä", "Z", "10", "9"] + (0..<50).map { "m\($0)" }
    for name in names { try file.root.createGroup(name) }
    let expected = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(try file.root.memberNames() == expected)
    #expect(try file.root.group("ä").memberNames() == [])
    try file.close()
  }

  @Test func nestedNamesAreRelativeOrAbsolute() throws {
    let file = try HDF5File.create(directory.file("nested.h5"))
    let inner = try file.root.createGroup("a/b/c")
    #expect(inner.name == "/a/b/c")
    let dataset = try inner.createDataset("d/e", of: UInt8.self, shape: [1])
    #expect(dataset.name == "/a/b/c/d/e")
    _ = try inner.createDataset("/a/x", of: UInt8.self, shape: [1])
    let group = try file.root.group("a")
    #expect(try group.memberNames() == ["b", "x"])
    #expect(try group.dataset("b/c/d/e").name == "/a/b/c/d/e")
    #expect(try group.dataset("/a/x").name == "/a/x")
    #expect(try group.contains("b/c/d/e"))
    #expect(try group.contains("/a"))
    #expect(try !group.contains("b/nothing/e"))
    #expect(try !group.contains("x/below/a/dataset"))
    #expect(try group.kind(of: "b") == .group)
    #expect(try group.kind(of: "x") == .dataset)
    try file.close()
  }

  @Test func missingAndWrongObjectsAreNamed() throws {
    let path = directory.file("missing.h5")
    let file = try HDF5File.create(path)
    _ = try file.root.createDataset("test/image", of: UInt8.self, shape: [1])
    let error = hdf5Error { _ = try file.root.dataset("test/depth") }
    #expect(error?.kind == .objectNotFound)
    #expect(error?.path == path)
    #expect(error?.object == "/test/depth")
    #expect(error?.found == "nothing at \"test/depth\"")
    #expect(hdf5Error { _ = try file.root.dataset("train/depth") }?.found == "nothing at \"train\"")
    #expect(hdf5Error { _ = try file.root.dataset("test") }?.kind == .typeMismatch)
    #expect(hdf5Error { _ = try file.root.group("test/image") }?.kind == .typeMismatch)
    #expect(hdf5Error { _ = try file.root.group("") }?.kind == .invalidArgument)
    #expect(hdf5Error { _ = try file.root.group("a\0b") }?.kind == .invalidArgument)
    #expect(hdf5Error { try file.root.createGroup("test") }?.kind == .objectExists)
    #expect(
      hdf5Error { _ = try file.root.createDataset("test/image", of: UInt8.self, shape: [1]) }?.kind
        == .objectExists)
    try file.close()
  }

  @Test func layoutsThatCannotBeAreRefused() throws {
    let file = try HDF5File.create(directory.file("layouts.h5"))
    func refused(_ shape: [Int], _ layout: DatasetLayout) -> Bool {
      let error = hdf5Error {
        _ = try file.root.createDataset("d", of: Float.self, shape: shape, layout: layout)
      }
      return error?.kind == .invalidArgument || error?.kind == .limitExceeded
    }
    #expect(refused([-1], .contiguous))
    #expect(refused([Int](repeating: 1, count: 33), .contiguous))
    #expect(refused([.max, .max], .contiguous))
    #expect(refused([4, 4], .chunked([4])))
    #expect(refused([4, 4], .chunked([4, 0])))
    #expect(refused([4, 4], .chunked([4, 5])))
    #expect(refused([], .chunked([])))
    #expect(refused([4], .chunked([4], deflateLevel: 10)))
    #expect(refused([1 << 31], .chunked([1 << 31])))
    var unchunked = DatasetLayout.contiguous
    unchunked.hasChecksum = true
    #expect(refused([4], unchunked))
    #expect(try file.root.memberNames() == [])
    try file.close()
  }

  @Test func aClosedFileIsSaidToBeClosed() throws {
    let path = directory.file("closed.h5")
    let file = try HDF5File.create(path)
    let dataset = try file.root.createDataset("d", of: UInt8.self, shape: [2])
    try dataset.write([1, 2] as [UInt8])
    try file.close()
    try file.close()
    #expect(hdf5Error { _ = try dataset.read(as: UInt8.self) }?.kind == .notOpen)
    #expect(hdf5Error { _ = try dataset.shape }?.kind == .notOpen)
    #expect(hdf5Error { _ = try file.root.memberNames() }?.kind == .notOpen)
    #expect(hdf5Error { try file.flush() }?.kind == .notOpen)
    // Closing let go of the file, so it can be replaced although handles to it live.
    let again = try HDF5File.create(path, replacing: true)
    try again.close()
    #expect(dataset.name == "/d")
  }

  @Test func aFileOpenForReadingIsNotChanged() throws {
    let path = directory.file("readonly.h5")
    let file = try HDF5File.create(path)
    _ = try file.root.createDataset("d", of: UInt8.self, shape: [2])
    try file.close()
    let reader = try HDF5File.open(path)
    let dataset = try reader.root.dataset("d")
    #expect(hdf5Error { try dataset.write([1, 2] as [UInt8]) }?.kind == .notOpen)
    #expect(hdf5Error { try reader.root.createGroup("g") }?.kind == .notOpen)
    #expect(hdf5Error { try reader.root.attributes.set("a", to: "b") }?.kind == .notOpen)
    try reader.close()
  }

  @Test func handlesKeepTheFileOpen() throws {
    let path = directory.file("handles.h5")
    func makeDataset() throws -> HDF5Dataset {
      let file = try HDF5File.create(path)
      let dataset = try file.root.createDataset("d", of: UInt8.self, shape: [2])
      try dataset.write([1, 2] as [UInt8])
      return dataset
    }
    let dataset = try makeDataset()
    #expect(try dataset.read(as: UInt8.self) == [1, 2])
  }
}
