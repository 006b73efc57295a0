/// The functions and classes whose calls a pickle may ask for. Nothing is called: each stands for a
/// value that is built here.
enum PickleCallable {
  /// A dictionary, empty.
  case orderedDictionary
  /// A dictionary, from a factory.
  case defaultDictionary
  /// A dictionary, from another.
  case counter
  /// A set, from a list.
  case set
  /// Bytes, from a string of the characters 0 to 255.
  case encode
  /// Bytes, empty.
  case bytes
  /// An instance as protocols 0 and 1 make it.
  case reconstructor
  /// A tuple, from a tuple.
  case size
  /// A tensor of a typed storage.
  case tensor
  /// A tensor of a storage of bytes, with its type.
  case typedTensor
  /// A tensor, from a tensor.
  case parameter

  init?(_ global: PickleGlobal) {
    switch (global.module, global.name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("collections", "defaultdict"): self = .defaultDictionary
    case ("collections", "Counter"): self = .counter
    case ("builtins", "set"), ("__builtin__", "set"): self = .set
    case ("builtins", "frozenset"), ("__builtin__", "frozenset"): self = .set
    case ("builtins", "bytes"), ("__builtin__", "bytes"): self = .bytes
    case ("_codecs", "encode"): self = .encode
    case ("copyreg", "_reconstructor"), ("copy_reg", "_reconstructor"): self = .reconstructor
    case ("torch", "Size"): self = .size
    case ("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"): self = .tensor
    case ("torch._utils", "_rebuild_tensor_v3"): self = .typedTensor
    case ("torch._utils", "_rebuild_parameter"): self = .parameter
    default: return nil
    }
  }
}
