internal import ByteStorage
internal import Tasks

/// The digests that make a data set's identity.
///
/// A sample's digest is the SHA-256 of its name in UTF-8, a zero byte, the bytes of the image, and
/// those of its labels in the order of the tasks' names; numbers are little-endian. The file's is
/// the SHA-256 of, for every split in the order of names, the split's name, a zero byte, and the
/// digests of its samples.
enum ContentDigest {
  /// The digest of a sample, 32 bytes.
  static func of(_ sample: StoredSample) -> [UInt8] {
    var hash = SHA256()
    update(&hash, sample.name)
    hash.update(sample.image.values)
    for (_, label) in sample.labels.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      switch label {
      case .bytes(let values): hash.update(values)
      case .words(let values): hash.update(values.map(\.littleEndian))
      case .floats(let values): hash.update(values.map(\.bitPattern.littleEndian))
      }
    }
    return hash.finish()
  }

  /// The digest of a file in hexadecimal.
  /// - Parameter splits: names and the digests of all samples, one after the other.
  static func of(splits: [(name: String, digests: [UInt8])]) -> String {
    var hash = SHA256()
    for split in splits.sorted(by: { Array($0.name.utf8).lexicographicallyPrecedes($1.name.utf8) })
    {
      update(&hash, split.name)
      hash.update(split.digests)
    }
    return SHA256.hexadecimal(hash.finish())
  }

  private static func update(_ hash: inout SHA256, _ text: String) {
    hash.update(Array(text.utf8) + [0])
  }
}
