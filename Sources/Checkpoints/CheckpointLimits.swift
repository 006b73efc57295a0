/// Bounds on what a file may ask for.
///
/// Together with the rule that nothing is allocated for bytes that are not in the file, they keep
/// the memory for opening a checkpoint below a small multiple of its header, or of its pickle, and
/// the time linear in it. A full-width network with its optimizer stays below a hundredth of each.
enum CheckpointLimits {
  /// Bytes of a safetensors header; the format's own limit.
  static let headerByteCount = 100_000_000
  /// Extents of one shape.
  static let rank = 64
  /// Entries of a zip archive.
  static let zipEntryCount = 1 << 20
  /// Bytes of `data.pkl`.
  static let pickleByteCount = 1 << 26
  /// Values that a pickle makes.
  static let pickleNodeCount = 1 << 21
  /// Values that a pickle remembers.
  static let pickleMemoCount = 1 << 21
  /// Places in containers that a pickle fills, and bytes of strings that it converts.
  static let pickleItemCount = 1 << 23
  /// Containers inside containers.
  static let pickleDepth = 128
  /// Task sets and tasks of a stored layout, counted as often as they are referred to.
  static let layoutItemCount = 1 << 16
}
