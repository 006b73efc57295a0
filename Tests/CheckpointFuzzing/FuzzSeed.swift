/// A valid checkpoint, in parts that can be mutated apart.
public enum FuzzSeed: Sendable {
  /// A safetensors file.
  case safetensors(SafetensorsImage)
  /// A file of `torch.save`.
  case archive(ZipImage)

  /// Takes a valid file apart.
  public init(file: [UInt8]) {
    if file.starts(with: [0x50, 0x4B]) {
      self = .archive(ZipImage(file: file))
    } else {
      self = .safetensors(SafetensorsImage(file: file))
    }
  }

  /// One seed of each form, made here: two tensors, and a trainer's dictionary with a layout.
  public static let builtIn: [FuzzSeed] = [
    .safetensors(
      SafetensorsImage(
        header: """
          {"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},\
          "n":{"dtype":"I64","shape":[],"data_offsets":[16,24]}}
          """, dataCount: 24)),
    .archive(
      ZipImage(
        pickle: PickleCode.pickle(
          .dictionary([
            "iter": .integer(3),
            "state_dict": .dictionary([
              "w": .tensor(storage: .storage(count: 6), shape: [2, 2], strides: [1, 3]),
              "n": .tensor(
                storage: .storage(key: "1", type: "LongStorage", count: 1), shape: [], strides: []),
            ]),
            "layout": .layout(
              tasks: 2,
              blocks: [
                PickleCode(.list([.set([0, 1])]), .put(9)), .get(9), .list([.set([1]), .set([0])]),
              ]),
          ])),
        storages: [[UInt8](repeating: 1, count: 24), [UInt8](repeating: 2, count: 8)])),
  ]
}
