/// A file of `torch.save`: a zip archive of a pickle, `data.pkl`, and one entry per storage.
struct TorchArchive {
  let archive: ZipArchive
  let document: PickleDocument
  /// The tensors of the state dict, in stored order.
  let tensors: [TensorRecord]
  /// The layout under the key `layout`.
  let layout: StoredLayout?

  /// How to turn a file of another kind into one that is read.
  private static let conversion =
    "convert it with torch.save(torch.load(path), new_path) in PyTorch 1.6 or later"

  /// Whether the bytes begin like a file from before PyTorch 1.6: the pickle of a magic number.
  static func isLegacy(_ source: CheckpointBytes) -> Bool {
    let start: [UInt8] = [
      0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
    ]
    return source.count >= start.count && source.copy(0..<start.count) == start
  }

  /// The refusal of such a file.
  static func legacyFault(_ source: CheckpointBytes) -> CheckpointError {
    CheckpointError(
      .unsupportedForm, file: source.file, expected: "a zip archive of torch.save",
      found: "the form from before PyTorch 1.6; \(conversion)")
  }

  /// Reads the archive's directory and its pickle, and finds the bytes of every tensor.
  /// - Complexity: O(n log n) in the lengths of directory and pickle; numbers are not read.
  init(reading source: CheckpointBytes) throws(CheckpointError) {
    let archive = try ZipArchive(reading: source)
    self.archive = archive
    let folder = try Self.folder(of: archive, file: source.file)
    var numbers: [String: Int] = [:]
    for (number, entry) in archive.entries.enumerated() where entry.name.hasPrefix(folder) {
      numbers[String(entry.name.dropFirst(folder.count))] = number
    }
    try Self.checkForm(archive, numbers, source)
    guard let pickle = numbers["data.pkl"] else {
      throw CheckpointError(
        .missing, file: source.file, expected: "an entry data.pkl", found: "none")
    }
    try archive.verify(pickle, in: source, tensor: nil)
    let document = try PickleDocument(
      reading: source, range: archive.entries[pickle].range, name: "data.pkl"
    ) { tensor, storage throws(CheckpointError) in
      try Self.record(tensor, storage, archive, numbers, file: source.file)
    }
    self.document = document
    tensors = try StateDict.records(in: document.value, file: source.file)
    // Other trainers may store other things under this name; a layout has an attribute `state`.
    if let object = document.value["layout"]?.object, object["state"] != nil {
      layout = try StoredLayout(object, file: source.file)
    } else {
      layout = nil
    }
  }

  /// The folder that holds everything, with its slash; `torch.save` names it after the file.
  private static func folder(
    of archive: ZipArchive, file: String
  ) throws(CheckpointError) -> String {
    let suffix = "/data.pkl"
    let names = archive.entries.map(\.name).filter { $0.hasSuffix(suffix) }
    guard let name = names.first, names.count == 1 else {
      throw CheckpointError(
        .missing, file: file, place: "zip directory", expected: "one entry FOLDER/data.pkl",
        found: "\(names.count)")
    }
    return String(name.dropLast(suffix.count - 1))
  }

  /// Refuses TorchScript, versions to come, and big-endian numbers.
  private static func checkForm(
    _ archive: ZipArchive, _ numbers: [String: Int], _ source: CheckpointBytes
  ) throws(CheckpointError) {
    if numbers["constants.pkl"] != nil {
      throw CheckpointError(
        .unsupportedForm, file: source.file, expected: "a file of torch.save",
        found: "TorchScript, of torch.jit.save; save the module's state_dict()")
    }
    let versions = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]
    for (name, known) in [("version", versions), ("byteorder", ["little"])] {
      guard let number = numbers[name] else {
        // Files from before PyTorch 2.1 do not tell their byte order.
        if name == "byteorder" { continue }
        throw CheckpointError(
          .missing, file: source.file, place: "zip directory", expected: "an entry '\(name)'",
          found: "none")
      }
      let entry = archive.entries[number]
      let text = String(decoding: source.copy(entry.range.prefix(32)), as: UTF8.self)
      guard known.contains(text.filter { !$0.isWhitespace }) else {
        throw CheckpointError(
          .unsupportedForm, file: source.file, place: entry.place,
          expected: known.joined(separator: ", "), found: quoted(text))
      }
    }
  }

  /// Where a tensor's numbers are.
  private static func record(
    _ tensor: PickleTensor, _ storage: PickleStorage, _ archive: ZipArchive,
    _ numbers: [String: Int], file: String
  ) throws(CheckpointError) -> TensorRecord {
    var context = FaultContext(file: file, place: "data.pkl")
    guard let number = numbers["data/\(storage.key)"] else {
      throw context.fault(
        .missing, expected: "a storage \(quoted("data/\(storage.key)"))", found: "none")
    }
    let entry = archive.entries[number]
    context.place = entry.place
    let bytesPerElement = storage.scalarType?.byteCount ?? 1
    guard storage.count == entry.range.count / bytesPerElement else {
      throw context.fault(
        .invalidRange, expected: "\(storage.count) elements of \(bytesPerElement) bytes",
        found: "\(entry.range.count) bytes")
    }
    let size = tensor.scalarType.byteCount
    let capacity = entry.range.count / size
    let geometry = try TensorGeometry(shape: tensor.shape, strides: tensor.strides, in: context)
    guard tensor.offset >= 0, tensor.offset <= capacity,
      geometry.reach <= capacity - tensor.offset
    else {
      throw context.fault(
        .invalidRange, expected: "elements inside the \(capacity) of the storage",
        found: "\(geometry.reach) from \(tensor.offset)")
    }
    // Strides of 0 could make a tensor of any size out of one number.
    guard geometry.elementCount <= capacity else {
      throw context.fault(
        .invalidShape, expected: "at most \(capacity) elements, as the storage has",
        found: "\(geometry.elementCount) by strides \(tensor.strides)")
    }
    let start = entry.range.lowerBound + tensor.offset * size
    return TensorRecord(
      name: "", scalarType: tensor.scalarType, shape: tensor.shape, strides: tensor.strides,
      elementCount: geometry.elementCount, byteRange: start..<start + geometry.reach * size,
      entry: number)
  }
}
