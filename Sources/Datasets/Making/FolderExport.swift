internal import Foundation
internal import Glibc
internal import Tasks

/// Writes the samples of a source as a folder in which their benchmark is published: AdaShare's
/// layout of NYUv2, or Taskonomy's PNG files with index and split table.
public struct FolderExport: SharedWork {
  /// The folder to make.
  public let path: String
  private let source: any SampleSource
  private let isReplacing: Bool
  private let layout: PublishedLayout
  private let blocks: [ImageBlock]
  private let folder: PartsFolder

  /// Creates an export.
  /// - Parameter replacing: whether a folder of that name is replaced in the end.
  /// - Throws: ``SourceError`` when the samples' names do not fit the layout.
  public init(_ source: any SampleSource, to path: String, replacing: Bool = false) throws {
    self.path = path
    self.source = source
    isReplacing = replacing
    layout = try PublishedLayout(source)
    blocks = ImageBlock.all(of: source)
    folder = PartsFolder(for: path, identity: source.identity + ", as a folder")
  }

  private static let content = "content"
  private static let replaced = "replaced"

  private func markName(_ unit: Int) -> String { "\(unit).done" }

  /// Number of images of every block.
  public var unitSizes: [Int] { blocks.map(\.positions.count) }

  /// Checks the plan and opens the folder for what is unfinished.
  /// - Throws: ``DatasetError``, ``PartsFolderError``, `FileError`, `FileLock.Held`.
  public func begin() throws -> [Int] {
    if !isReplacing, PathProbe.exists(path) {
      throw PartsFolderError(path, expected: "nothing of that name", found: "something")
    }
    try DatasetLayoutPlan.validate(path, source.description, source.splits)
    try folder.open()
    if !folder.has(Self.content) { for unit in blocks.indices { folder.discard(markName(unit)) } }
    return blocks.indices.filter { !isDone($0) }
  }

  /// Makes sure that this process sees the folder.
  public func join() throws { try folder.verify() }

  /// Whether all files of a block are there.
  public func isDone(_ unit: Int) -> Bool { folder.has(markName(unit)) }

  /// Writes the files of a block.
  /// - Throws: the source's errors, ``ImageFileError``, ``PartsFolderError``.
  public func perform(_ unit: Int, threads: Int, goesOn: () -> Bool) throws -> Bool {
    let block = blocks[unit]
    let isWhole = try block.makeSamples(of: source, threads: threads) { position, result in
      try write(result.get(), position, of: block.split)
      return goesOn()
    }
    if isWhole { try folder.put([], in: markName(unit)) }
    return isWhole
  }

  /// Writes the index and puts the folder in its place.
  /// - Throws: ``ImageFileError``, ``PartsFolderError``.
  public func finish(goesOn: () -> Bool) throws -> [SkippedSample]? {
    for file in try layout.indexFiles() {
      try FileBytes.write(file.bytes, to: "\(folder.part(Self.content))/\(file.name)")
    }
    if isReplacing, PathProbe.exists(path) { try move(path, to: folder.part(Self.replaced)) }
    try move(folder.part(Self.content), to: path)
    try folder.remove()
    return []
  }

  private func move(_ source: String, to destination: String) throws {
    guard unsafe rename(source, destination) == 0 else {
      throw PartsFolderError(
        destination, expected: "a place for \(source)",
        found: unsafe String(cString: strerror(errno)))
    }
  }

  private func write(_ sample: StoredSample, _ position: Int, of split: Int) throws {
    let root = "\(folder.part(Self.content))/\(layout.root(of: split))"
    let paths = layout.paths(position, of: split)
    let (height, width) = (sample.image.height, sample.image.width)
    func raster<Value>(_ values: [Value], _ channels: Int = 1) -> Raster<Value> {
      Raster(height: height, width: width, channels: channels, values: values)
    }
    for path in [paths.image] + paths.labels.map({ $0.1 }) { try makeFolder(of: root + path) }
    try PNGWriter.write(sample.image, to: root + paths.image)
    for (task, path) in paths.labels {
      switch sample.labels[task] {
      case .bytes(let values):
        try PNGWriter.write(raster(values, task == .normals ? 3 : 1), to: root + path)
      case .words(let values): try PNGWriter.write(raster(values), to: root + path)
      case .floats(let values): try NumPyWriter.write(raster(values), to: root + path)
      case nil: throw SampleError.missing(task, sample.name)
      }
    }
  }

  private func makeFolder(of file: String) throws {
    let parent = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
    if PathProbe.exists(parent) { return }
    try PartsFolder.make(parent)
  }
}
