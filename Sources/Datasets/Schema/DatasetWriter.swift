internal import ByteStorage
internal import Glibc
internal import HDF5Store
internal import Tasks

/// Writes a data set file under a temporary name, which it gives up when everything is there.
///
/// Samples are appended in the order of the plan; planned ones may be left out. The temporary file
/// is `NAME.partial`; one that is there is overwritten. Nothing is ever seen under the final name
/// but a complete file.
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

  /// Begins a file.
  /// - Parameters:
  ///   - deflateLevel: level of compression, 1...9; nil for none.
  ///   - replacing: whether a complete file of that name is replaced in the end.
  /// - Throws: ``DatasetError`` when the plan makes no sense or a file is in the way; `HDF5Error`.
  public init(
    _ path: String, _ description: DatasetDescription, splits plans: [SplitPlan],
    deflateLevel: Int? = 1, replacing: Bool = false
  ) throws {
    self.path = path
    self.description = description
    self.plans = plans
    try DatasetLayoutPlan.validate(path, description, plans)
    try Self.requireFree(path, replacing: replacing)
    file = try HDF5File.create(Self.partialPath(path), replacing: true)
    positions = plans.map { _ in 0 }
    digests = plans.map { _ in [] }
    do {
      try DatasetLayoutPlan(description, deflateLevel: deflateLevel).create(file, plans)
    } catch {
      discard()
      throw error
    }
  }

  /// Throws when something is in the way of a result.
  static func requireFree(_ path: String, replacing: Bool) throws(DatasetError) {
    if PathProbe.isFolder(path) {
      throw DatasetError(path, "/", expected: "no folder of that name", found: "one")
    }
    if !replacing, PathProbe.exists(path) {
      throw DatasetError(
        path, "/", expected: "no file of that name; --replace takes its place", found: "one")
    }
  }

  /// Number of images that a split has so far.
  public func count(of split: Int) -> Int { digests[split].count / DatasetSchema.digestSize }

  /// Appends a sample to a split.
  /// - Parameters:
  ///   - sample: the sample that the plan has at `position`.
  ///   - position: beyond that of the sample before; those between are left out for good.
  ///   - split: position of the split in the plan.
  /// - Throws: ``DatasetError`` when the sample is not the one planned or does not fit the format;
  ///   `HDF5Error`, after which the file can only be discarded.
  public func append(_ sample: StoredSample, at position: Int, of split: Int) throws {
    precondition(position >= positions[split], "sample \(position) after \(positions[split])")
    let plan = plans[split]
    try SampleCheck(path: path, plan: plan, description: description).check(sample, position)
    let group = try file.root.group(plan.name)
    try group.dataset(DatasetSchema.image).append(sample.image.values)
    // In a fixed order, so that equal content gives equal bytes.
    for (task, label) in sample.labels.sorted(by: { $0.key < $1.key }) {
      let dataset = try group.dataset(task.rawValue)
      switch label {
      case .bytes(let values): try dataset.append(values)
      case .words(let values): try dataset.append(values)
      case .floats(let values): try dataset.append(values)
      }
    }
    let digest = ContentDigest.of(sample)
    try group.dataset(DatasetSchema.digest).append(digest)
    try group.dataset(DatasetSchema.name).appendStrings([sample.name])
    digests[split] += digest
    positions[split] = position + 1
  }

  /// Appends all samples of a split of another file of the same description and compression; the
  /// chunks are copied as they are.
  /// - Throws: ``DatasetError`` when they are not among the planned samples that follow;
  ///   `HDF5Error`, after which the file can only be discarded.
  func append(_ part: HDF5Group, of split: Int) throws {
    let plan = plans[split]
    let names = try part.dataset(DatasetSchema.name).readStrings()
    var position = positions[split]
    for name in names {
      guard let found = plan.images[position...].firstIndex(of: name) else {
        throw DatasetError(
          path, "/\(plan.name)", expected: "an image that is planned", found: "\"\(name)\"")
      }
      position = found + 1
    }
    let group = try file.root.group(plan.name)
    for member in [DatasetSchema.image] + description.tasks.map(\.rawValue) {
      let (source, target) = (try part.dataset(member), try group.dataset(member))
      for row in names.indices { try target.append(source.storedChunk(ofRow: row)) }
    }
    guard !names.isEmpty else { return }
    let digest: [UInt8] = try part.dataset(DatasetSchema.digest).read()
    try group.dataset(DatasetSchema.digest).append(digest)
    try group.dataset(DatasetSchema.name).appendStrings(names)
    digests[split] += digest
    positions[split] = position
  }

  /// Closes and removes the temporary file.
  public func discard() {
    // What failed before is being reported already.
    try? file.close()
    unsafe unlink(Self.partialPath(path))
  }

  /// Completes the file and gives it its name.
  /// - Parameter least: number of images that every split must have; all planned ones when nil.
  /// - Throws: ``DatasetError`` when there are fewer; `HDF5Error`, `FileError`. The file can only
  ///   be discarded then.
  public func finish(atLeast least: Int? = nil) throws {
    for (split, plan) in plans.enumerated() {
      let least = least ?? plan.images.count
      guard count(of: split) >= least else {
        throw DatasetError(
          path, "/\(plan.name)", expected: "at least \(least) images", found: "\(count(of: split))")
      }
    }
    let digest = ContentDigest.of(splits: zip(plans, digests).map { ($0.name, $1) })
    try file.root.attributes.set(DatasetSchema.digestAttribute, to: digest)
    try file.close()
    try PartialFile.commit(Self.partialPath(path), as: path)
  }
}
