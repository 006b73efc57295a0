internal import Glibc
internal import HDF5Store
internal import Tasks

/// Writes a data set file under a temporary name, which it gives up when everything is there.
///
/// Samples are appended in the order of the plan; planned ones may be left out. The temporary file
/// is `NAME.partial`. A writer that finds one of the same plan goes on after its last sample; one
/// of another plan is an error; one that was never closed is begun anew. Nothing is ever seen under
/// the final name but a complete file.
public final class DatasetWriter {
  /// The path that the file gets in the end.
  public let path: String
  private let file: HDF5File
  private let description: DatasetDescription
  private let plans: [SplitPlan]
  /// The digests of the samples written so far, by split.
  private var digests: [[UInt8]]
  /// For every split the position in its plan after the last sample written.
  private var positions: [Int]

  /// The temporary name.
  public static func partialPath(_ path: String) -> String { path + ".partial" }

  /// Begins a file, or goes on with one.
  /// - Parameters:
  ///   - deflateLevel: level of compression, 1...9; nil for none.
  ///   - replacing: whether a complete file of that name is replaced in the end.
  /// - Throws: ``DatasetError`` when the plan makes no sense, a file is in the way or a partial one
  ///   is of another plan; `HDF5Error`.
  public init(
    _ path: String, _ description: DatasetDescription, splits plans: [SplitPlan],
    deflateLevel: Int? = 1, replacing: Bool = false
  ) throws {
    self.path = path
    self.description = description
    self.plans = plans
    try DatasetLayoutPlan.validate(path, description, plans)
    if !replacing, unsafe access(path, F_OK) == 0 {
      throw DatasetError(path, "/", expected: "no file of that name", found: "one")
    }
    let partial = Self.partialPath(path)
    if let unfinished = try? HDF5File.open(partial, for: .readWrite) {
      file = unfinished
      do {
        (positions, digests) = try UnfinishedFile(partial, file, description).progress(plans)
      } catch {
        try? file.close()
        throw error
      }
    } else {
      // A file that a killed process left open cannot be trusted.
      unsafe unlink(partial)
      file = try HDF5File.create(partial)
      positions = plans.map { _ in 0 }
      digests = plans.map { _ in [] }
      do {
        try DatasetLayoutPlan(description, deflateLevel: deflateLevel).create(file, plans)
      } catch {
        try? file.close()
        unsafe unlink(partial)
        throw error
      }
    }
  }

  /// The position in a split's plan of the first sample that is not there yet.
  /// - Parameter split: position of the split in the plan.
  public func nextPosition(of split: Int) -> Int { positions[split] }

  /// Number of samples that a split has so far.
  public func count(of split: Int) -> Int { digests[split].count / DatasetSchema.digestSize }

  /// Appends a sample to a split.
  /// - Parameters:
  ///   - sample: the sample that the plan has at `position`.
  ///   - position: not below ``nextPosition(of:)``; those between are left out for good.
  ///   - split: position of the split in the plan.
  /// - Throws: ``DatasetError`` when the sample is not the one planned or does not fit the format;
  ///   `HDF5Error`.
  public func append(_ sample: StoredSample, at position: Int, of split: Int) throws {
    precondition(position >= positions[split], "sample \(position) after \(positions[split])")
    let plan = plans[split]
    try SampleCheck(path: path, plan: plan, description: description).check(sample, position)
    let group = try file.root.group(plan.name)
    let row = count(of: split)
    try Self.put(sample.image.values, row, in: group.dataset(DatasetSchema.image))
    // In a fixed order, so that equal content gives equal bytes.
    for (task, label) in sample.labels.sorted(by: { $0.key < $1.key }) {
      let dataset = try group.dataset(task.rawValue)
      switch label {
      case .bytes(let values): try Self.put(values, row, in: dataset)
      case .words(let values): try Self.put(values, row, in: dataset)
      case .floats(let values): try Self.put(values, row, in: dataset)
      }
    }
    let digest = ContentDigest.of(sample)
    try Self.put(digest, row, in: group.dataset(DatasetSchema.digest))
    // Last, so that a sample with a name is complete.
    try group.dataset(DatasetSchema.name).appendStrings([sample.name])
    digests[split] += digest
    positions[split] = position + 1
  }

  /// Closes the temporary file and leaves it for a later continuation.
  public func suspend() throws { try file.close() }

  /// Completes the file and gives it its name.
  /// - Parameter allowingGaps: whether planned samples may be missing, though not all of a split.
  /// - Throws: ``DatasetError`` when samples are missing; `HDF5Error`.
  public func finish(allowingGaps: Bool = false) throws {
    for (split, plan) in plans.enumerated() {
      let least = allowingGaps ? 1 : plan.images.count
      guard count(of: split) >= least else {
        throw DatasetError(
          path, "/\(plan.name)", expected: "at least \(least) images", found: "\(count(of: split))")
      }
    }
    let digest = ContentDigest.of(splits: zip(plans, digests).map { ($0.name, $1) })
    try file.root.attributes.set(DatasetSchema.digestAttribute, to: digest)
    try file.close()
    guard unsafe rename(Self.partialPath(path), path) == 0 else {
      let reason = unsafe String(cString: strerror(errno))
      throw DatasetError(path, "/", expected: "the file to get its name", found: reason)
    }
  }

  /// Writes row `row`, which is the first one missing or one that an error left behind.
  private static func put<Element: HDF5Element>(
    _ values: [Element], _ row: Int, in dataset: HDF5Dataset
  ) throws {
    let shape = try dataset.shape
    if row < shape[0] {
      try dataset.write(values, to: Hyperslab(rows: row..<row + 1, of: shape))
    } else {
      try dataset.append(values)
    }
  }
}
