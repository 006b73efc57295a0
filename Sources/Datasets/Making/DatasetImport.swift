internal import HDF5Store

/// Brings the samples of a source into a data set file.
///
/// Units are blocks of neighbouring images, each made as a small data set file of its own; in the
/// end their chunks are copied as they are into the one file. That needs room for both for a while.
public struct DatasetImport: SharedWork {
  /// The file to make.
  public let path: String
  private let source: any SampleSource
  private let deflateLevel: Int?
  private let isReplacing: Bool
  private let skipsDamaged: Bool
  private let blocks: [ImageBlock]
  private let folder: PartsFolder

  /// Creates an import.
  /// - Parameters:
  ///   - deflateLevel: level of compression, 1...9; nil for none.
  ///   - replacing: whether a complete file of that name is replaced in the end.
  ///   - skipsDamaged: whether samples that cannot be read are left out; otherwise they end the
  ///     import. They are never replaced by others.
  public init(
    _ source: any SampleSource, to path: String, deflateLevel: Int? = 1, replacing: Bool = false,
    skipsDamaged: Bool = false
  ) {
    self.path = path
    self.source = source
    self.deflateLevel = deflateLevel
    self.skipsDamaged = skipsDamaged
    isReplacing = replacing
    blocks = ImageBlock.all(of: source)
    folder = PartsFolder(
      for: path, identity: source.identity + ", deflate \(deflateLevel ?? 0)")
  }

  /// Number of images of every block.
  public var unitSizes: [Int] { blocks.map(\.positions.count) }

  /// Checks the plan and opens the folder for parts.
  /// - Throws: ``DatasetError``, ``PartsFolderError``, `FileError`, `FileLock.Held`.
  public func begin() throws -> [Int] {
    try DatasetWriter.requireFree(path, replacing: isReplacing)
    try DatasetLayoutPlan.validate(path, source.description, source.splits)
    try folder.open()
    // What was left out may be there now, and is an error when nothing may be left out.
    if !skipsDamaged {
      for unit in blocks.indices where folder.has(skippedName(unit)) {
        folder.discard(partName(unit))
        folder.discard(skippedName(unit))
      }
    }
    return blocks.indices.filter { !isDone($0) }
  }

  /// Makes sure that this process sees the folder for parts.
  public func join() throws { try folder.verify() }

  /// Whether a block's part is there.
  public func isDone(_ unit: Int) -> Bool { folder.has(partName(unit)) }

  /// Makes the part of a block.
  /// - Throws: the source's errors, ``DatasetError`` and `HDF5Error`.
  public func perform(_ unit: Int, threads: Int, goesOn: () -> Bool) throws -> Bool {
    let block = blocks[unit]
    var plan = source.splits[block.split]
    plan.images = Array(plan.images[block.positions])
    let writer = try DatasetWriter(
      folder.part(partName(unit)), source.description, splits: [plan], deflateLevel: deflateLevel,
      replacing: true)
    do {
      guard let skipped = try fill(writer, block, threads, goesOn) else {
        writer.discard()
        return false
      }
      if skipped.isEmpty {
        folder.discard(skippedName(unit))
      } else {
        let lines = skipped.map { "\($0.position) \($0.reason)" }.joined(separator: "\n")
        try folder.put(Array(lines.utf8), in: skippedName(unit))
      }
      try writer.finish(atLeast: 0)
      return true
    } catch {
      writer.discard()
      throw error
    }
  }

  /// Puts the parts together.
  /// - Throws: ``DatasetError``, `HDF5Error`, ``PartsFolderError``.
  public func finish(goesOn: () -> Bool) throws -> [SkippedSample]? {
    let writer = try DatasetWriter(
      path, source.description, splits: source.splits, deflateLevel: deflateLevel,
      replacing: isReplacing)
    var skipped: [SkippedSample] = []
    do {
      for (unit, block) in blocks.enumerated() {
        guard goesOn() else {
          writer.discard()
          return nil
        }
        let part = try HDF5File.open(folder.part(partName(unit)))
        let plan = source.splits[block.split]
        try writer.append(part.root.group(plan.name), of: block.split)
        try part.close()
        skipped += try skippedSamples(unit, of: plan)
      }
      try writer.finish(atLeast: skipsDamaged ? 1 : nil)
    } catch {
      writer.discard()
      throw error
    }
    try folder.remove()
    return skipped
  }
}

extension DatasetImport {
  private func partName(_ unit: Int) -> String { "\(unit).h5" }
  private func skippedName(_ unit: Int) -> String { "\(unit).skipped" }

  /// Writes the images of a block.
  /// - Returns: the positions of those left out, with the reasons; nil when `goesOn` says so.
  private func fill(
    _ writer: DatasetWriter, _ block: ImageBlock, _ threads: Int, _ goesOn: () -> Bool
  ) throws -> [(position: Int, reason: String)]? {
    var skipped: [(position: Int, reason: String)] = []
    let isWhole = try block.makeSamples(of: source, threads: threads) { position, result in
      switch result {
      case .success(let sample):
        try writer.append(sample, at: position - block.positions.lowerBound, of: 0)
      case .failure(let error) where skipsDamaged:
        let reason = "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
        skipped.append((position, reason))
      case .failure(let error): throw error
      }
      return goesOn()
    }
    return isWhole ? skipped : nil
  }

  private func skippedSamples(_ unit: Int, of plan: SplitPlan) throws -> [SkippedSample] {
    guard folder.has(skippedName(unit)) else { return [] }
    let path = folder.part(skippedName(unit))
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    return try text.split(separator: "\n").map { line in
      let parts = line.split(separator: " ", maxSplits: 1)
      guard let position = parts.first.flatMap({ Int($0) }), plan.images.indices ~= position else {
        throw PartsFolderError(path, expected: "positions of images", found: String(line))
      }
      return SkippedSample(
        split: plan.name, image: plan.images[position],
        reason: parts.count > 1 ? String(parts[1]) : "")
    }
  }
}
