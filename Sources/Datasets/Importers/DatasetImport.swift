/// Brings the samples of a source into a data set file.
public struct DatasetImport: Sendable {
  /// How far an import is.
  public struct Progress: Sendable {
    /// Samples that are done with: written, now or before, or skipped.
    public let done: Int
    /// Samples of the whole import.
    public let total: Int
    /// Samples done since this run began.
    public let doneNow: Int
  }

  /// A sample that was left out.
  public struct Skipped: Sendable {
    /// Name of the split.
    public let split: String
    /// Name of the image.
    public let image: String
    /// What is wrong with it.
    public let reason: String
  }

  private let source: any SampleSource
  private let skipsDamaged: Bool
  private let windowSize: Int

  /// Creates an import.
  /// - Parameters:
  ///   - skipsDamaged: whether samples that cannot be read are left out; otherwise they end the
  ///     import. They are never replaced by others.
  ///   - windowSize: number of samples that are decoded at the same time, each by a thread.
  public init(_ source: any SampleSource, skipsDamaged: Bool = false, windowSize: Int = 1) {
    precondition(windowSize > 0, "a window of \(windowSize)")
    self.source = source
    self.skipsDamaged = skipsDamaged
    self.windowSize = windowSize
  }

  /// Runs the import, or goes on with one that was interrupted.
  /// - Parameters:
  ///   - path: the file to make.
  ///   - progress: called after every sample; returns false to interrupt the import, which then
  ///     leaves its temporary file for a later continuation.
  /// - Returns: what was left out in this run; nil when the import was interrupted.
  /// - Throws: the source's errors, ``DatasetError`` and `HDF5Error`. The temporary file stays.
  public func run(
    to path: String, deflateLevel: Int? = 1, replacing: Bool = false,
    progress: (Progress) -> Bool = { _ in true }
  ) throws -> [Skipped]? {
    let writer = try DatasetWriter(
      path, source.description, splits: source.splits, deflateLevel: deflateLevel,
      replacing: replacing)
    let skipped: [Skipped]?
    do {
      skipped = try append(to: writer, progress)
    } catch {
      // The first error counts; what is complete so far stays for a later continuation.
      try? writer.suspend()
      throw error
    }
    if skipped == nil {
      try writer.suspend()
    } else {
      try writer.finish(allowingGaps: skipsDamaged)
    }
    return skipped
  }

  private func append(
    to writer: DatasetWriter, _ progress: (Progress) -> Bool
  ) throws -> [Skipped]? {
    let total = source.splits.reduce(0) { $0 + $1.images.count }
    let before = source.splits.indices.reduce(0) { $0 + writer.nextPosition(of: $1) }
    var doneNow = 0
    var skipped: [Skipped] = []
    for (split, plan) in source.splits.enumerated() {
      var next = writer.nextPosition(of: split)
      while next < plan.images.count {
        let window = next..<min(next + windowSize, plan.images.count)
        let results = ParallelMap.results(window) { try source.sample($0, of: split) }
        for (position, result) in zip(window, results) {
          do {
            try writer.append(result.get(), at: position, of: split)
          } catch let error where skipsDamaged && Self.isDamage(error) {
            skipped.append(
              Skipped(split: plan.name, image: plan.images[position], reason: "\(error)"))
          }
          doneNow += 1
          let state = Progress(done: before + doneNow, total: total, doneNow: doneNow)
          guard progress(state) else { return nil }
        }
        next = window.upperBound
      }
    }
    return skipped
  }

  /// Whether an error is about a sample, not about the file that is written.
  private static func isDamage(_ error: any Error) -> Bool {
    error is ImageFileError || error is SourceError || error is DatasetError
  }
}
