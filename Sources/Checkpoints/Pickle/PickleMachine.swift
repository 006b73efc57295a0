/// Reads the pickle of a PyTorch checkpoint without running anything.
///
/// A stack machine of the instructions that `torch.save` emits in protocols 2 to 5. Calls are
/// compared with `PickleCallable` and their values built here; any other call is an error that names
/// it. Instances of unknown classes are kept as inert records of their state.
///
/// Time and memory are linear in the length of the pickle: no instruction copies a container without
/// its length being charged against a limit, and values are shared by number.
struct PickleMachine {
  var cursor: ByteCursor
  var nodes: [PickleNode] = []
  var globals: [PickleGlobal] = []
  var storages: [PickleStorage] = []
  var tensors: [PickleTensor] = []
  /// Instructions executed.
  private(set) var operationCount = 0
  private var stack: [PickleHandle] = []
  /// Heights of the stack at the marks that are open.
  private var marks: [Int] = []
  private var memo: [UInt32: PickleHandle] = [:]
  private var itemCount = 0
  /// Where the instruction in progress begins.
  private(set) var instruction = 0

  /// Creates a machine for the pickle in `range`.
  init(_ source: CheckpointBytes, range: Range<Int>, name: String) throws(CheckpointError) {
    cursor = ByteCursor(source, range: range, part: name)
    guard range.count <= CheckpointLimits.pickleByteCount else {
      throw cursor.context().fault(
        .limitExceeded, expected: "at most \(CheckpointLimits.pickleByteCount) bytes of pickle",
        found: "\(range.count)")
    }
  }

  /// Runs to the end and returns the value that is left.
  mutating func run() throws(CheckpointError) -> PickleHandle {
    instruction = cursor.position
    let first = try cursor.take(UInt8.self, "an instruction")
    guard first == PickleOpcode.proto.rawValue else {
      throw fault(
        .malformed, expected: "PROTO, of protocol 2 or later",
        found: "0x\(String(first, radix: 16))")
    }
    try setProtocol()
    while true {
      instruction = cursor.position
      let byte = try cursor.take(UInt8.self, "an instruction")
      operationCount += 1
      guard let opcode = PickleOpcode(rawValue: byte) else {
        throw fault(
          .malformed, expected: "an instruction of pickle", found: "0x\(String(byte, radix: 16))")
      }
      if opcode == .stop { return try finish() }
      try execute(opcode)
    }
  }

  private mutating func finish() throws(CheckpointError) -> PickleHandle {
    guard stack.count == 1, marks.isEmpty, let result = stack.first else {
      throw fault(
        .malformed, expected: "one value at STOP",
        found: "\(stack.count) values and \(marks.count) marks")
    }
    guard cursor.remaining == 0 else {
      throw fault(
        .malformed, expected: "nothing after STOP", found: "\(cursor.remaining) bytes")
    }
    return result
  }

  private mutating func execute(_ opcode: PickleOpcode) throws(CheckpointError) {
    switch opcode {
    case .none, .newTrue, .newFalse, .binInt, .binInt1, .binInt2, .long1, .long4, .binFloat,
      .binUnicode, .shortBinUnicode, .binUnicode8, .binBytes, .shortBinBytes, .binBytes8,
      .byteArray8:
      try push(scalar(opcode))
    case .emptyTuple: try push(.tuple([]))
    case .tuple1: try push(.tuple(pop(1)))
    case .tuple2: try push(.tuple(pop(2)))
    case .tuple3: try push(.tuple(pop(3)))
    case .tuple: try push(.tuple(popToMark()))
    case .emptyList: try push(.list([]))
    case .append: try append(pop(1))
    case .appends: try append(popToMark())
    case .emptySet: try push(.set([]))
    case .frozenSet: try push(.set(popToMark()))
    case .addItems: try insert(popToMark())
    case .emptyDict: try push(.dictionary([]))
    case .setItem: try setItems(pop(2))
    case .setItems: try setItems(popToMark())
    case .mark: try pushMark()
    case .pop: _ = try pop(1)
    case .popMark: _ = try popToMark()
    case .binPut: try memoize(UInt32(cursor.take(UInt8.self, "a memo number")))
    case .longBinPut: try memoize(cursor.take(UInt32.self, "a memo number"))
    case .memoize: try memoize(UInt32(memo.count))
    case .binGet: try recall(UInt32(cursor.take(UInt8.self, "a memo number")))
    case .longBinGet: try recall(cursor.take(UInt32.self, "a memo number"))
    case .global: try pushGlobal()
    case .stackGlobal: try pushStackGlobal()
    case .reduce: try reduce()
    case .newObj: try makeObject()
    case .build: try build()
    case .binPersID: try pushStorage()
    case .proto: try setProtocol()
    case .frame: try checkFrame()
    case .stop: break
    case .dup, .float, .int, .long, .persID, .string, .binString, .shortBinString, .unicode, .dict,
      .get, .inst, .list, .obj, .put, .ext1, .ext2, .ext4, .newObjEx, .nextBuffer, .readOnlyBuffer:
      throw fault(
        .malformed, expected: "an instruction that torch.save emits", found: "\(opcode)")
    }
  }

  private mutating func setProtocol() throws(CheckpointError) {
    let version = try cursor.take(UInt8.self, "a protocol number")
    guard 2...5 ~= version else {
      throw fault(.malformed, expected: "a protocol of 2 to 5", found: "\(version)")
    }
  }

  private mutating func checkFrame() throws(CheckpointError) {
    let length = try cursor.take(UInt64.self, "a frame's length")
    guard length <= UInt64(cursor.remaining) else {
      throw fault(
        .truncated, expected: "a frame of \(length) bytes", found: "\(cursor.remaining) bytes left")
    }
  }
}

// MARK: - Stack and memo

extension PickleMachine {
  /// The value of a handle.
  subscript(handle: PickleHandle) -> PickleNode {
    get { nodes[Int(handle.index)] }
    set { nodes[Int(handle.index)] = newValue }
  }

  /// An error at the instruction in progress.
  func fault(
    _ kind: CheckpointError.Kind, expected: String, found: String
  ) -> CheckpointError {
    cursor.context(at: instruction).fault(kind, expected: expected, found: found)
  }

  /// Counts places filled in containers against their limit.
  mutating func charge(_ count: Int) throws(CheckpointError) {
    itemCount += count
    guard itemCount <= CheckpointLimits.pickleItemCount else {
      throw fault(
        .limitExceeded, expected: "at most \(CheckpointLimits.pickleItemCount) items",
        found: "more")
    }
  }

  /// Makes a value and puts it on the stack.
  mutating func push(_ node: PickleNode) throws(CheckpointError) {
    guard nodes.count < CheckpointLimits.pickleNodeCount else {
      throw fault(
        .limitExceeded, expected: "at most \(CheckpointLimits.pickleNodeCount) values",
        found: "more")
    }
    stack.append(PickleHandle(index: Int32(nodes.count)))
    nodes.append(node)
  }

  /// Puts a value back on the stack.
  mutating func push(_ handle: PickleHandle) { stack.append(handle) }

  /// Takes the top `count` values, none of them below the latest mark.
  mutating func pop(_ count: Int) throws(CheckpointError) -> [PickleHandle] {
    guard stack.count - count >= marks.last ?? 0 else {
      throw fault(
        .malformed, expected: "\(count) values on the stack",
        found: "\(stack.count - (marks.last ?? 0))")
    }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  /// Takes the top value.
  mutating func popOne() throws(CheckpointError) -> PickleHandle { try pop(1)[0] }

  /// The top value, not taken.
  func top() throws(CheckpointError) -> PickleHandle {
    guard stack.count > marks.last ?? 0, let handle = stack.last else {
      throw fault(.malformed, expected: "a value on the stack", found: "none")
    }
    return handle
  }

  fileprivate mutating func popToMark() throws(CheckpointError) -> [PickleHandle] {
    guard let height = marks.popLast() else {
      throw fault(.malformed, expected: "a mark on the stack", found: "none")
    }
    defer { stack.removeLast(stack.count - height) }
    try charge(stack.count - height)
    return Array(stack[height...])
  }

  fileprivate mutating func pushMark() throws(CheckpointError) {
    guard marks.count < CheckpointLimits.pickleDepth else {
      throw fault(
        .limitExceeded, expected: "at most \(CheckpointLimits.pickleDepth) open marks",
        found: "more")
    }
    marks.append(stack.count)
  }

  fileprivate mutating func memoize(_ number: UInt32) throws(CheckpointError) {
    memo[number] = try top()
    guard memo.count <= CheckpointLimits.pickleMemoCount else {
      throw fault(
        .limitExceeded, expected: "at most \(CheckpointLimits.pickleMemoCount) memo entries",
        found: "more")
    }
  }

  fileprivate mutating func recall(_ number: UInt32) throws(CheckpointError) {
    guard let handle = memo[number] else {
      throw fault(.malformed, expected: "memo entry \(number)", found: "none")
    }
    push(handle)
  }
}
