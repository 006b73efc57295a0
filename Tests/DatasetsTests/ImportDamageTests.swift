import Datasets
import Foundation
import Tasks
import TestSupport
import Testing

/// Damage to a NYUv2 folder: each ends the import with an error that names the file, and nothing
/// is left under the final name.
@Suite struct ImportDamageTests {
  struct Damage: CustomTestStringConvertible, Sendable {
    /// What is wrong, and the file that the error has to name.
    let testDescription: String
    let file: String
    let make: @Sendable (TemporaryDirectory) throws -> Void

    init(
      _ text: String, _ file: String,
      _ make: @escaping @Sendable (TemporaryDirectory) throws -> Void
    ) {
      testDescription = text
      self.file = file
      self.make = make
    }
  }

  private static let image = "test/test-0.png"
  private static let segmentation = "test/test-0.seg.png"
  private static let normals = "test/test-0.normal.png"
  private static let depth = "test/test-0.npy"
  private static let index = "nyu_v2_3task.json"

  private static func npy(_ header: String, _ values: Int) -> [UInt8] {
    let text = Array(header.utf8)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count), 0] + text
      + [UInt8](repeating: 0, count: values)
  }

  static let damages = [
    Damage("a PNG cut in half", image) {
      let bytes = try $0.bytes(image)
      try $0.write(bytes[..<(bytes.count / 2)], to: image)
    },
    Damage("a PNG without its end", image) {
      let bytes = try $0.bytes(image)
      try $0.write(bytes.dropLast(14), to: image)
    },
    Damage("a flipped bit in the pixels of a PNG", image) {
      var bytes = try $0.bytes(image)
      bytes[60] ^= 4
      try $0.write(bytes, to: image)
    },
    Damage("a PNG that claims 2^31 columns", image) {
      var bytes = try $0.bytes(image)
      bytes[16] = 0x7F
      try $0.write(bytes, to: image)
    },
    Damage("an empty image", segmentation) { try $0.write([], to: segmentation) },
    Damage("a text instead of an image", normals) {
      try $0.write(Array("hello".utf8), to: normals)
    },
    Damage("a JPEG cut off", image) {
      try $0.write([0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + Array("JFIF".utf8), to: image)
    },
    Damage("16 bits where 8 are due", segmentation) {
      try PNGWriter.write(
        FolderFixture.raster([UInt16](repeating: 3, count: 35)), to: $0.file(segmentation))
    },
    Damage("colours where classes are due", segmentation) {
      try PNGWriter.write(
        FolderFixture.raster((0..<105).map { UInt8($0) }, 3), to: $0.file(segmentation))
    },
    Damage("a class that there is not", segmentation) {
      try PNGWriter.write(
        FolderFixture.raster([UInt8](repeating: 77, count: 35)), to: $0.file(segmentation))
    },
    Damage("normals of one channel", normals) {
      try PNGWriter.write(
        FolderFixture.raster([UInt8](repeating: 7, count: 35)), to: $0.file(normals))
    },
    Damage("a label of another size", segmentation) {
      try PNGWriter.write(
        Raster<UInt8>(height: 1, width: 2, channels: 1, values: [0, 1]), to: $0.file(segmentation))
    },
    Damage("an image of another size than the first", "test/test-1.png") {
      try PNGWriter.write(
        Raster<UInt8>(height: 1, width: 1, channels: 3, values: [1, 2, 3]),
        to: $0.file("test/test-1.png"))
    },
    Damage("8 bits of depth in an npy of text", depth) {
      try $0.write(
        npy("{'descr': '|S1', 'fortran_order': False, 'shape': (5, 7), }", 35), to: depth)
    },
    Damage("a missing depth", depth) { try FileManager.default.removeItem(atPath: $0.file(depth)) },
    Damage("a folder in place of a file", depth) {
      try FileManager.default.removeItem(atPath: $0.file(depth))
      try FileManager.default.createDirectory(
        atPath: $0.file(depth), withIntermediateDirectories: false)
    },
    Damage("an npy cut off", depth) { try $0.write(try $0.bytes(depth).dropLast(3), to: depth) },
    Damage("an npy of objects", depth) {
      try $0.write(
        npy("{'descr': '|O', 'fortran_order': False, 'shape': (5, 7), }", 280), to: depth)
    },
    Damage("an npy whose extents overflow", depth) {
      try $0.write(
        npy(
          "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", 16),
        to: depth)
    },
    Damage("an npy of another shape", depth) {
      try NumPyWriter.write(
        Raster<Float>(height: 7, width: 5, channels: 1, values: .init(repeating: 1, count: 35)),
        to: $0.file(depth))
    },
    Damage("a depth that is not a number", depth) {
      try NumPyWriter.write(
        FolderFixture.raster([Float](repeating: .nan, count: 35)), to: $0.file(depth))
    },
    Damage("an index that is not JSON", index) { try $0.write(Array("{".utf8), to: index) },
    Damage("an index with three paths", index) {
      try $0.write(Array(#"{"test": [["a", "b", "c"]]}"#.utf8), to: index)
    },
    Damage("an index of another form", index) {
      try $0.write(Array(#"{"test": {"a": 1}}"#.utf8), to: index)
    },
    Damage("an index without the splits", index) {
      try $0.write(Array(#"{"other": [["a", "b", "c", "d"]]}"#.utf8), to: index)
    },
    Damage("a name twice", "test-0") {
      let paths = #"["test/test-0.png","test/test-0.seg.png","test/test-0.normal.png","#
      let entry = paths + #""test/test-0.npy"]"#
      try $0.write(Array("{\"test\": [\(entry), \(entry)]}".utf8), to: index)
    },
  ]

  @Test(arguments: damages) func theFileIsNamed(_ damage: Damage) throws {
    let directory = try TemporaryDirectory()
    _ = try FolderFixture.nyuv2(directory.path)
    try damage.make(directory)
    let path = directory.file("out.h5")
    let error = #expect(throws: (any Error).self) {
      _ = try DatasetImport(NYUv2FolderSource(directory.path), to: path).run()
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains(damage.file))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func whatCannotBeReadIsLeftOutAndTheRestIsThere() throws {
    let directory = try TemporaryDirectory()
    _ = try FolderFixture.taskonomy(directory.path)
    try FileManager.default.removeItem(
      atPath: directory.file("keypoints2d/zurich/point_7_view_0_domain_keypoints2d.png"))
    let work = DatasetImport(
      try TaskonomyFolderSource(directory.path), to: directory.file("o.h5"), skipsDamaged: true)
    #expect(try work.run()?.map(\.image) == ["zurich-point_7-view_0"])
    #expect(try DatasetFile(work.path).split("test").count == 2)
  }

  /// What an earlier run was told to leave out is an error for one that may leave nothing out.
  @Test func aSkippedImageIsTriedAgainWhenNothingMayBeLeftOut() throws {
    let directory = try TemporaryDirectory()
    _ = try FolderFixture.nyuv2(directory.path)
    let depth = Self.depth
    let bytes = try directory.bytes(depth)
    try directory.write([], to: depth)
    let path = directory.file("out.h5")
    func work(skipping: Bool) throws -> DatasetImport {
      DatasetImport(try NYUv2FolderSource(directory.path), to: path, skipsDamaged: skipping)
    }
    var count = 0
    let interrupted = try work(skipping: true).run {
      count += 1
      return count < 3
    }
    #expect(interrupted == nil)
    #expect(FileManager.default.fileExists(atPath: "\(path).parts/1.skipped"))
    let error = #expect(throws: ImageFileError.self) { try work(skipping: false).run() }
    #expect(error?.path == directory.file(depth))
    try directory.write(bytes, to: depth)
    #expect(try work(skipping: false).run()?.isEmpty == true)
    #expect(try DatasetFile(path).split("test").count == 3)
  }

  @Test func aTaskonomyFolderWithoutADomainIsNamed() throws {
    let directory = try TemporaryDirectory()
    _ = try FolderFixture.taskonomy(directory.path)
    try FileManager.default.removeItem(atPath: directory.file("keypoints2d"))
    let source = try TaskonomyFolderSource(directory.path)
    let error = #expect(throws: SourceError.self) {
      try DatasetImport(source, to: directory.file("out.h5")).run()
    }
    #expect(error?.expected.contains("keypoints2d") == true)
    #expect(error?.place == "ackley-point_7-view_0")
    _ = try TaskonomyFolderSource(directory.path, tasks: [.depth])
  }

  @Test func eightBitsOfDepthAreRefused() throws {
    let directory = try TemporaryDirectory()
    _ = try FolderFixture.taskonomy(directory.path)
    let file = "depth_zbuffer/ackley/point_7_view_1_domain_depth_zbuffer.png"
    try PNGWriter.write(
      FolderFixture.raster([UInt8](repeating: 7, count: 35)), to: directory.file(file))
    let error = #expect(throws: ImageFileError.self) {
      _ = try DatasetImport(TaskonomyFolderSource(directory.path), to: directory.file("o.h5"))
        .run()
    }
    #expect(error?.path == directory.file(file))
    #expect(error?.expected == "16 bits a sample")
  }

  @Test(arguments: [
    ("id,train\rackley,2\r", "line 2"), ("building,train\r", "line 1"),
    ("id,train\rackley,1,1\r", "line 2"), ("id,train\ra,1\ra,0\r", "line 3"),
  ]) func aWrongSplitTableIsNamed(_ text: String, _ place: String) throws {
    let directory = try TemporaryDirectory()
    _ = try FolderFixture.taskonomy(directory.path)
    let table = try directory.write(Array(text.utf8), to: "split.csv")
    let error = #expect(throws: SourceError.self) {
      try TaskonomyFolderSource(directory.path, splitTable: table)
    }
    #expect(error?.path == table)
    #expect(error?.place == place)
  }
}
