import CheckpointFuzzing
import Checkpoints

extension Damage {
  static let pickle: [Damage] = [
    Damage("os.system", .forbidden, finding: "'os.system'") {
      pickle(.global("os", "system"), .text("true"), .tuple1, .reduce)
    },
    Damage("os.system by names on the stack", .forbidden, finding: "'os.system'") {
      pickle(
        .text("os"), .text("system"), PickleCode([0x93]), .text("true"), .tuple1, .reduce)
    },
    Damage("eval inside a state dict", .forbidden, finding: "'builtins.eval'") {
      pickle(
        .dictionary(["w": PickleCode(.global("builtins", "eval"), .text("1"), .tuple1, .reduce)]))
    },
    Damage("unknown instruction", .malformed, finding: "0xff") { pickle(PickleCode([0xFF])) },
    Damage("instruction not used by torch.save", .malformed, finding: "inst") {
      pickle(.mark, PickleCode([0x69] + Array("os\nsystem\n".utf8)))
    },
    Damage("instruction of a registry", .malformed, finding: "ext1") {
      pickle(PickleCode([0x82, 1]))
    },
    Damage("empty", .truncated) { ZipImage(pickle: [], storages: []).file },
    Damage("no protocol", .malformed, finding: "0x7d") {
      ZipImage(pickle: [0x7D, 0x2E], storages: []).file
    },
    Damage("unknown protocol", .malformed, finding: "6") {
      ZipImage(pickle: [0x80, 6, 0x7D, 0x2E], storages: []).file
    },
    Damage("no end", .truncated) { ZipImage(pickle: [0x80, 2, 0x7D], storages: []).file },
    Damage("bytes after the end", .malformed) {
      pickle(.emptyDictionary, PickleCode([0x2E, 0x4E]))
    },
    Damage("two values", .malformed, finding: "2 values") { pickle(.none, .none) },
    Damage("open mark", .malformed, finding: "1 marks") { pickle(.none, .mark) },
    Damage("string beyond the pickle", .truncated) {
      pickle(PickleCode([0x58, 0xFF, 0xFF, 0xFF, 0x7F]))
    },
    Damage("bytes beyond the pickle", .truncated) {
      pickle(PickleCode([0x8E] + [UInt8](repeating: 0xFF, count: 8)))
    },
    Damage("frame beyond the pickle", .truncated) {
      pickle(PickleCode([0x95] + [UInt8](repeating: 0xFF, count: 8)))
    },
    Damage("integer of many bytes", .limitExceeded) {
      pickle(PickleCode([0x8A, 9] + [UInt8](repeating: 1, count: 9)))
    },
    Damage("string not UTF-8", .malformed) { pickle(PickleCode([0x58, 1, 0, 0, 0, 0xFF])) },
    Damage("memo entry missing", .malformed, finding: "none") { pickle(.get(77)) },
    Damage("stack underflow", .malformed, finding: "0") { pickle(.tuple1) },
    Damage("stack underflow at a mark", .malformed, finding: "0") {
      pickle(.emptyList, .mark, .append)
    },
    Damage("no mark", .malformed) { pickle(.emptyList, .appends) },
    Damage("append to a dictionary", .malformed, finding: "a dictionary") {
      pickle(.emptyDictionary, .none, .append)
    },
    Damage("key without value", .malformed) { pickle(.emptyDictionary, .mark, .none, .setItems) },
    Damage("call of a string", .malformed, finding: "a string") {
      pickle(.text("x"), .emptyTuple, .reduce)
    },
    Damage("state of a list", .malformed, finding: "a list") { pickle(.emptyList, .none, .build) },
    Damage("marks in marks", .limitExceeded) { pickle(PickleCode.mark.repeated(1_000_000)) },
    Damage("tuples in tuples", .limitExceeded) {
      pickle(.emptyTuple, PickleCode.tuple1.repeated(1_000_000))
    },
    Damage("shared lists in lists", .limitExceeded) {
      // Depth that no walk from the top meets at once: each list is done before the next holds it.
      let deep = PickleCode(
        (0..<200).flatMap { number in
          PickleCode(
            .emptyList, .put(number), number == 0 ? .none : .get(number - 1), .append, .append
          ).bytes
        })
      return pickle(.emptyList, deep)
    },
    Damage("list that holds itself", .malformed, finding: "a cycle") {
      pickle(.emptyList, .put(0), .get(0), .append)
    },
    Damage("memo growth", .limitExceeded, finding: "more") {
      pickle(.none, PickleCode([0x94]).repeated(3_000_000))
    },
    Damage("values without end", .limitExceeded, finding: "more") {
      pickle(PickleCode.none.repeated(3_000_000))
    },
    Damage("sets of one long list", .limitExceeded, finding: "more") {
      let long = PickleCode(.emptyList, .put(0), .mark, PickleCode.none.repeated(100_000), .appends)
      let copy = PickleCode(.get(1), .get(0), .tuple1, .reduce)
      return pickle(.global("builtins", "set"), .put(1), long, copy.repeated(1000))
    },
    Damage("key twice", .duplicateName, finding: "'w'") {
      let tensor = PickleCode.tensor(storage: .storage(count: 4), shape: [4], strides: [1])
      return pickle(.dictionary(["w": tensor, "w": tensor]))
    },
    Damage("no state dict", .missing, finding: "a list") { pickle(.emptyList) },
    Damage("nothing like a state dict", .missing, finding: "'epoch'") {
      pickle(.dictionary(["epoch": .integer(1)]))
    },
    Damage("state dict not a dictionary", .missing, finding: "a list") {
      pickle(.dictionary(["state_dict": .emptyList]))
    },
    Damage("number in a state dict", .malformed, tensor: "w", finding: "an integer") {
      pickle(.dictionary(["state_dict": .dictionary(["w": .integer(1)])]))
    },
    Damage("unknown storage class", .unknownScalarType, finding: "'torch.ComplexFloatStorage'") {
      tensor(storage: .storage(type: "ComplexFloatStorage", count: 4))
    },
    Damage("storage class of another module", .unknownScalarType) {
      tensor(
        storage: PickleCode(
          PickleCode.storage(count: 4).bytes
            .replacing("ctorch\nFloatStorage\n", with: "cevil\nFloatStorage\n")))
    },
    Damage("other persistent identifier", .malformed) {
      pickle(.text("module"), .tuple1, PickleCode([0x51]))
    },
    Damage("storage by itself", .malformed, tensor: "a", finding: "a storage") {
      pickle(.dictionary(["a": .storage(count: 4)]))
    },
    Damage("huge storage", .invalidRange, tensor: "w") {
      tensor(storage: .storage(count: .max))
    },
    Damage("negative storage", .invalidRange, finding: "-4") {
      tensor(storage: .storage(count: -4))
    },
    Damage("storage not there", .missing, tensor: "w", finding: "none") {
      tensor(storage: .storage(key: "../../etc/passwd", count: 4))
    },
    Damage("tensor beyond its storage", .invalidRange, tensor: "w") { tensor(shape: [5]) },
    Damage("offset beyond the storage", .invalidRange, tensor: "w") {
      tensor(offset: 5, shape: [0])
    },
    Damage("negative offset", .invalidRange, tensor: "w") { tensor(offset: -1) },
    Damage("stride beyond the storage", .invalidRange, tensor: "w") { tensor(strides: [2]) },
    Damage("negative stride", .invalidShape, tensor: "w") { tensor(offset: 3, strides: [-1]) },
    Damage("negative extent", .invalidShape, tensor: "w") { tensor(shape: [-4]) },
    Damage("overflowing shape", .invalidShape, tensor: "w") {
      tensor(shape: [1 << 40, 1 << 40], strides: [0, 0])
    },
    Damage("overflowing strides", .invalidShape, tensor: "w") {
      tensor(shape: [3, 3], strides: [.max, .max])
    },
    Damage("large tensor of one number", .invalidShape, tensor: "w") {
      tensor(shape: [1 << 40], strides: [0])
    },
    Damage("strides missing", .invalidShape, tensor: "w") { tensor(shape: [2, 2]) },
    Damage("extents not integers", .malformed) {
      pickle(
        .global("torch._utils", "_rebuild_tensor_v2"), .mark, .storage(count: 4), .integer(0),
        .text("4"), .integers([1]), .tuple, .reduce)
    },
    Damage("layout with a task too many", .malformed, finding: "2") {
      layout(tasks: 2, blocks: [.list([.set([0, 2])])])
    },
    Damage("layout without sets", .malformed, finding: "an integer") {
      layout(tasks: 2, blocks: [.list([.integer(1)])])
    },
    Damage("layout that multiplies", .limitExceeded) {
      // 1000 blocks, each the same list of 1000 sets.
      let block = PickleCode(
        .emptyList, .put(500), .mark, .set([0]), .put(501), PickleCode.get(501).repeated(999),
        .appends)
      return layout(tasks: 2, blocks: [block] + [PickleCode](repeating: .get(500), count: 999))
    },
  ]
}
