import CheckpointFuzzing
import Checkpoints
import Testing

/// A damaged file and the error that it must give.
struct Damage: Sendable, CustomTestStringConvertible {
  let name: String
  let kind: CheckpointError.Kind
  /// The tensor that the error must name.
  let tensor: String?
  /// What the finding must contain.
  let finding: String
  let file: @Sendable () throws -> [UInt8]

  init(
    _ name: String, _ kind: CheckpointError.Kind, tensor: String? = nil, finding: String = "",
    _ file: @escaping @Sendable () throws -> [UInt8]
  ) {
    self.name = name
    self.kind = kind
    self.tensor = tensor
    self.finding = finding
    self.file = file
  }

  var testDescription: String { name }

  /// A golden file with a text in its header replaced by another, the header's length corrected.
  static func safetensors(replacing old: String, with new: String) throws -> [UInt8] {
    var image = SafetensorsImage(file: try Fixture.bytes("plain.safetensors"))
    let header = image.header.replacing(old, with: new)
    try #require(header != image.header, "nothing to replace")
    image.header = header
    return image.file
  }

  /// A golden archive, changed by `change`.
  static func archive(_ change: (inout ZipImage) throws -> Void) throws -> [UInt8] {
    var image = ZipImage(file: try Fixture.bytes("plain.pt"))
    try change(&image)
    return image.file
  }

  /// An archive of one storage of four floats whose pickle leaves the value of `code`.
  static func pickle(_ code: PickleCode...) -> [UInt8] {
    let bytes = [0x80, 2] + code.flatMap(\.bytes) + [0x2E]
    return ZipImage(pickle: bytes, storages: [[UInt8](repeating: 0, count: 16)]).file
  }

  /// The same with a state dict of one tensor, `w`.
  static func tensor(
    storage: PickleCode = .storage(count: 4), offset: Int = 0, shape: [Int] = [4],
    strides: [Int] = [1]
  ) -> [UInt8] {
    let tensor = PickleCode.tensor(
      storage: storage, offset: offset, shape: shape, strides: strides)
    return pickle(.dictionary(["state_dict": .dictionary(["w": tensor])]))
  }

  /// The same beside a layout.
  static func layout(tasks: Int, blocks: [PickleCode]) -> [UInt8] {
    pickle(
      .dictionary([
        "state_dict": .dictionary([
          "w": .tensor(storage: .storage(count: 4), shape: [4], strides: [1])
        ]), "layout": .layout(tasks: tasks, blocks: blocks),
      ]))
  }
}
