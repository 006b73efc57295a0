internal import Synchronization

/// A file of named tensors, opened for reading: safetensors, or the zip archive of `torch.save`.
///
/// Opening maps the file privately and reads only what describes the tensors; all of it is checked
/// then, and numbers are read when they are asked for. Nothing in a file is executed. Every fault is
/// a `CheckpointError`.
///
/// All `TensorRecord`s passed to a checkpoint must come from it.
public final class Checkpoint: Sendable {
  /// The form of a file.
  public enum Form: String, Sendable {
    /// The format of the safetensors library.
    case safetensors
    /// The zip archive that `torch.save` writes since PyTorch 1.6.
    case pytorch
  }

  /// The form, recognised by content.
  public let form: Form
  /// The tensors, in stored order; of a PyTorch file those of the state dict.
  public let tensors: [TensorRecord]
  /// Free text of a safetensors file.
  public let metadata: [String: String]
  /// The layout that a PyTorch file stores beside its weights.
  public let layout: StoredLayout?
  /// All that a PyTorch file stores: also the optimizer, the schedule, the iteration.
  public let contents: PickleValue?

  let source: CheckpointBytes
  let archive: ZipArchive?
  private let numbers: [String: Int]
  /// Zip entries whose checksum was right.
  private let verified = Mutex<Set<Int>>([])

  /// Opens a file.
  /// - Throws: `CheckpointError` for anything that is wrong with it.
  /// - Complexity: O(n log n) in the length of header, or directory and pickle.
  public convenience init(path: String) throws(CheckpointError) {
    try self.init(CheckpointBytes(mapping: path))
  }

  /// Opens a copy of bytes; `name` stands for the file in messages.
  /// - Complexity: as for a file, and O(`bytes`) for the copy.
  public convenience init(bytes: [UInt8], named name: String) throws(CheckpointError) {
    try self.init(CheckpointBytes(bytes, named: name))
  }

  private init(_ source: CheckpointBytes) throws(CheckpointError) {
    self.source = source
    // A zip archive has a compression method where safetensors has its brace.
    if SafetensorsHeader.matches(source) {
      let header = try SafetensorsHeader(reading: source)
      (form, tensors, metadata) = (.safetensors, header.tensors, header.metadata)
      (layout, contents, archive) = (nil, nil, nil)
    } else if ZipArchive.matches(source) {
      let file = try TorchArchive(reading: source)
      (form, tensors, metadata) = (.pytorch, file.tensors, [:])
      (layout, contents, archive) = (file.layout, file.document.value, file.archive)
    } else if TorchArchive.isLegacy(source) {
      throw TorchArchive.legacyFault(source)
    } else {
      throw CheckpointError(
        .unknownForm, file: source.file,
        expected: "a safetensors header or a zip archive of torch.save",
        found: "\(source.count) bytes that are neither")
    }
    numbers = Dictionary(
      uniqueKeysWithValues: tensors.enumerated().map { ($0.element.name, $0.offset) })
  }

  /// The file, as it was named when opened.
  public var file: String { source.file }

  /// The number of iterations that the trainer had done, if it stored it (`iter`).
  public var iteration: Int? { contents?["iter"]?.integer }

  /// Instructions that the pickle took; 0 without one.
  package var operationCount: Int { contents?.document.operationCount ?? 0 }

  /// The tensor of a name.
  public subscript(name: String) -> TensorRecord? { numbers[name].map { tensors[$0] } }

  /// Checks the checksum of the archive entry that holds a tensor, unless that was done before.
  ///
  /// Reading does so too. A safetensors file has no checksums.
  /// - Complexity: O(bytes of the entry) the first time.
  public func verify(_ record: TensorRecord) throws(CheckpointError) {
    guard let archive, let entry = record.entry else { return }
    if verified.withLock({ $0.contains(entry) }) { return }
    try source.checkSize()
    try archive.verify(entry, in: source, tensor: record.name)
    _ = verified.withLock { $0.insert(entry) }
  }
}
