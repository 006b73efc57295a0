import HDF5Store
import TestSupport
import Testing

/// Files that cannot be opened or made.
@Suite struct FileErrorTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func makeFile(_ name: String) throws {
    let file = try HDF5File.create(directory.file(name))
    let dataset = try file.root.createDataset("d", of: Float.self, shape: [100, 100])
    try dataset.write([Float](repeating: 1, count: 10_000))
    try file.close()
  }

  @Test func aMissingFileIsNamed() {
    let path = directory.file("missing.h5")
    let error = hdf5Error { _ = try HDF5File.open(path) }
    #expect(error?.kind == .fileNotFound)
    #expect(error?.path == path)
    #expect(error?.found == "No such file or directory")
    #expect(hdf5Error { _ = try HDF5File.open("") }?.kind == .invalidArgument)
    #expect(hdf5Error { _ = try HDF5File.open(directory.path) }?.kind == .notHDF5)
  }

  @Test func aFileThatIsNotHDF5IsNamed() throws {
    for bytes in [[], Array("PK text that is not HDF5".utf8), [UInt8](repeating: 0, count: 5000)] {
      let path = try directory.write(bytes, to: "other.h5")
      let error = hdf5Error { _ = try HDF5File.open(path) }
      #expect(error?.kind == .notHDF5)
      #expect(error?.path == path)
    }
  }

  @Test func aTruncatedFileIsAnErrorAtAnyLength() throws {
    try makeFile("whole.h5")
    let bytes = try directory.bytes("whole.h5")
    for length in [9, 40, 100, 1000, bytes.count / 2, bytes.count - 1] {
      let path = try directory.write(bytes.prefix(length), to: "cut.h5")
      let error = hdf5Error { _ = try HDF5File.open(path) }
      #expect(error?.kind == .damaged, "\(length) bytes")
      #expect(error?.path == path)
      #expect(error?.function == "H5Fopen")
      #expect(error?.messages.isEmpty == false)
    }
    let error = hdf5Error { _ = try HDF5File.open(directory.file("cut.h5")) }
    #expect(error?.messages.first?.contains("truncated file") == true)
  }

  @Test func anExistingFileIsOnlyReplacedWhenAsked() throws {
    try makeFile("there.h5")
    let before = try directory.bytes("there.h5")
    let error = hdf5Error { _ = try HDF5File.create(directory.file("there.h5")) }
    #expect(error?.kind == .fileExists)
    #expect(try directory.bytes("there.h5") == before)
    try HDF5File.create(directory.file("there.h5"), replacing: true).close()
    #expect(try directory.bytes("there.h5").count < before.count)
    let nowhere = hdf5Error { _ = try HDF5File.create(directory.file("no/such/directory.h5")) }
    #expect(nowhere?.kind == .libraryFailure)
    #expect(nowhere?.function == "H5Fcreate")
    #expect(nowhere?.messages.first?.contains("No such file or directory") == true)
  }

  @Test func aFileThatIsBeingWrittenIsRefused() throws {
    let file = try HDF5File.create(directory.file("writing.h5"))
    let dataset = try file.root.createDataset("d", of: Float.self, shape: [10])
    try dataset.write([Float](repeating: 1, count: 10))
    try file.flush()
    // A copy is what another process, or the next one after a crash, sees.
    let path = try directory.write(directory.bytes("writing.h5"), to: "copy.h5")
    let error = hdf5Error { _ = try HDF5File.open(path) }
    #expect(error?.kind == .damaged)
    #expect(error?.messages.first?.contains("already open for write") == true)
    try file.close()
    try HDF5File.open(directory.file("writing.h5")).close()
  }

  @Test func aFullDiskIsReported() {
    // Every write to this device fails as on a full disk.
    let error = hdf5Error { _ = try HDF5File.create("/dev/full", replacing: true) }
    #expect(error?.kind == .libraryFailure)
    #expect(error?.path == "/dev/full")
    #expect(error?.messages.first?.contains("No space left on device") == true)
    // The reason alone, without the time and the addresses around it.
    let text = error?.description ?? ""
    #expect(text.contains("failed: No space left on device"), "\(text)")
    #expect(!text.contains("time =") && !text.contains("buf ="), "\(text)")
  }

  @Test func descriptionsNameEverything() {
    let path = directory.file("missing.h5")
    let error = hdf5Error { _ = try HDF5File.open(path) }
    #expect(
      error.map { "\($0)" }
        == "\(path): opening the file: expected a readable file, found No such file or directory")
  }
}
