import Checkpoints

/// Opens damaged checkpoints and uses whatever opens. Case n of a seed is always the same.
public struct CheckpointFuzzer: Sendable {
  /// What became of a case.
  public enum Outcome: Sendable {
    /// The file opened, and so many instructions of pickle ran.
    case accepted(operations: Int)
    /// The file was refused.
    case refused(CheckpointError.Kind)
  }

  private let seeds: [FuzzSeed]
  private let seed: UInt64

  /// Pieces of pickle and of JSON that mean something.
  private static let tokens: [[UInt8]] =
    [
      .mark, .tuple, .tuple1, .emptyTuple, .emptyList, .append, .appends, .emptyDictionary,
      .setItem, .setItems, .reduce, .newObject, .build, .none, .no, .text("state_dict"),
      .text("storage"), .integer(-1), .integer(.max), .integer(0), .get(0), .get(9), .put(0),
      .global("os", "system"), .global("torch", "FloatStorage"), .global("torch", "Size"),
      .global("torch._utils", "_rebuild_tensor_v2"), .global("torch._utils", "_rebuild_tensor_v3"),
      .global("torch.storage", "UntypedStorage"), .global("torch", "float32"),
      .global("torch._utils", "_rebuild_parameter"), .global("collections", "OrderedDict"),
      .global("_codecs", "encode"), .global("__builtin__", "set"),
      .global("copy_reg", "_reconstructor"), .global("collections", "Counter"),
      .storage(count: 6), .storage(key: "1", type: "HalfStorage", count: 4), .set([0, 1]),
      .tensor(storage: .storage(count: 6), offset: 1, shape: [5], strides: [1]),
      PickleCode.emptyTuple.repeated(40), PickleCode.mark.repeated(40),
      PickleCode(.put(1), .get(1), .append), PickleCode(.put(1), .get(1), .tuple1),
      PickleCode([0x2E]), PickleCode([0x30]), PickleCode([0x31]), PickleCode([0x51]),
      PickleCode([0x8C, 1, 0x77]), PickleCode([0x8F]), PickleCode([0x90]), PickleCode([0x91]),
      PickleCode([0x93]), PickleCode([0x94]), PickleCode([0x95]), PickleCode([0x8B]),
      PickleCode([0x8D]), PickleCode([0x8E]), PickleCode([0x96]),
    ].map(\.bytes)
    + [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\\ud83d\\ude00", "null",
      "1e9", "-1", "F64", "BF16", "BOOL", "\"shape\":[]", "\"shape\":[0,9223372036854775807]",
      "\"__metadata__\":{}", "\"dtype\":\"F32\"", "[[[[[[[[", "\u{FEFF}", "é",
    ].map { Array($0.utf8) }

  /// Creates a fuzzer of these files; `seed` chooses the damages.
  public init(seeds: [FuzzSeed] = FuzzSeed.builtIn, seed: UInt64) {
    self.seeds = seeds
    self.seed = seed
  }

  /// The file of case `number`.
  public func file(ofCase number: Int) -> [UInt8] {
    var mutator = ByteMutator(seed: seed &* 0x1000_0000_01B3 ^ UInt64(number))
    switch mutator.pick(seeds) {
    case .safetensors(let image): return damage(image, &mutator)
    case .archive(let image): return damage(image, &mutator)
    }
  }

  /// Opens the file of case `number`, and reads its tensors if it opens.
  public func run(case number: Int) -> Outcome {
    do throws(CheckpointError) {
      let checkpoint = try Checkpoint(bytes: file(ofCase: number), named: "case \(number)")
      try use(checkpoint)
      return .accepted(operations: checkpoint.operationCount)
    } catch {
      // The message is made of the file's names.
      precondition(!error.description.isEmpty)
      return .refused(error.kind)
    }
  }

  private func damage(_ image: SafetensorsImage, _ mutator: inout ByteMutator) -> [UInt8] {
    var image = image
    switch mutator.below(6) {
    case 0:
      var file = image.file
      mutator.mutate(&file, tokens: Self.tokens)
      return file
    case 1:
      image.announcedLength = UInt64(mutator.below(2 * image.file.count))
      return image.file
    case 2:
      var file = image.file
      mutator.setNumber(.max >> UInt64(mutator.below(64)), in: &file, at: mutator.below(8))
      return file
    default:
      // The header's length is right, so that its parser sees the damage.
      mutator.mutate(&image.header, tokens: Self.tokens)
      return image.file
    }
  }

  private func damage(_ image: ZipImage, _ mutator: inout ByteMutator) -> [UInt8] {
    var image = image
    switch mutator.below(8) {
    case 0:
      var file = image.file
      mutator.mutate(&file, tokens: Self.tokens)
      return file
    case 1:
      // The directory at the end, where lengths and offsets are.
      var file = image.file
      let start = max(0, file.count - 22 - 80 * image.entries.count)
      let offset = start + mutator.below(file.count - start)
      mutator.setNumber(.max >> UInt64(mutator.below(64)), in: &file, at: offset)
      return file
    case 2:
      // An entry gone, doubled, or shorter.
      let index = mutator.below(image.entries.count)
      switch mutator.below(3) {
      case 0: image.entries.remove(at: index)
      case 1: image.entries.append(image.entries[index])
      default: image.entries[index].content.removeLast(image.entries[index].content.count / 2)
      }
      return image.file
    case 3:
      // Code from another seed's pickle.
      if case .archive(let other) = mutator.pick(seeds) {
        let code = other.pickle
        let start = mutator.below(code.count)
        let piece = code[start..<min(code.count, start + mutator.below(256))]
        image.pickle.insert(contentsOf: piece, at: mutator.below(image.pickle.count))
      }
      return image.file
    default:
      // The checksum is right, so that the machine sees the damage.
      mutator.mutate(&image.pickle, tokens: Self.tokens)
      return image.file
    }
  }

  private func use(_ checkpoint: Checkpoint) throws(CheckpointError) {
    for record in checkpoint.tensors.prefix(64) {
      var values = [Float](repeating: 0, count: record.elementCount)
      var span = values.mutableSpan
      try checkpoint.read(record, into: &span, converting: Set(ScalarType.allCases))
      if record.isContiguous {
        let bytes = try checkpoint.bytes(of: record)
        precondition(bytes.byteCount == record.elementCount * record.scalarType.byteCount)
      }
      if record.scalarType == .int64, record.elementCount == 1 {
        _ = try checkpoint.readInteger(record)
      }
    }
    var visits = 10_000
    if let contents = checkpoint.contents { walk(contents, &visits) }
  }

  /// Visits what a file stores, but not more often than `visits` allows.
  private func walk(_ value: PickleValue, _ visits: inout Int) {
    visits -= 1
    if visits < 0 { return }
    switch value.content {
    case .list(let items), .tuple(let items), .set(let items):
      for item in items where visits > 0 { walk(item, &visits) }
    case .dictionary(let entries):
      for entry in entries where visits > 0 {
        walk(entry.key, &visits)
        walk(entry.value, &visits)
      }
    case .object(let object):
      if let state = object.state { walk(state, &visits) }
    default: break
    }
  }
}
