public import ByteStorage

/// What results depend on, fact by fact: two runs with equal identities give the same bytes.
///
/// A run is only continued, and results are only compared, under the same identity.
public struct RunIdentity: Hashable, Sendable {
  /// A fact, such as the digest of the data.
  public struct Fact: Hashable, Sendable {
    /// What it is about.
    public let name: String
    /// The fact.
    public let value: String

    /// Creates a fact.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Two identities that differ.
  public struct Mismatch: Error, Hashable, CustomStringConvertible {
    /// The file that the other run left.
    public let path: String
    /// What is different.
    public let name: String
    /// The fact of the other run.
    public let expectation: String
    /// The fact of this run.
    public let finding: String

    /// One sentence with all of it.
    public var description: String {
      "\(path) belongs to another run: its \(name) is \(expectation), this run's is \(finding)"
    }
  }

  /// The facts, in their order.
  public let facts: [Fact]

  /// Creates an identity.
  public init(_ facts: [Fact]) { self.facts = facts }

  /// SHA-256 of all names and values, in hexadecimal.
  public var digest: String {
    var hash = SHA256()
    hash.update(bytes)
    return SHA256.hexadecimal(hash.finish())
  }

  /// The identity as bytes.
  public var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.append(compact: UInt64(facts.count))
    for fact in facts {
      writer.append(fact.name)
      writer.append(fact.value)
    }
    return writer.bytes
  }

  /// Reads bytes.
  /// - Throws: `ByteError` when they are none of an identity.
  public init(_ bytes: [UInt8]) throws(ByteError) {
    var reader = ByteReader(bytes)
    var facts: [Fact] = []
    for _ in 0..<(try reader.readCount(stride: 2)) {
      facts.append(Fact(try reader.readText(), try reader.readText()))
    }
    try reader.finish()
    self.facts = facts
  }

  /// Holds the identity that a file has against this one.
  /// - Throws: ``Mismatch`` with the first fact that differs.
  public func check(_ stored: RunIdentity, in path: String) throws(Mismatch) {
    for index in 0..<max(facts.count, stored.facts.count) {
      let ours = facts.indices.contains(index) ? facts[index] : nil
      let theirs = stored.facts.indices.contains(index) ? stored.facts[index] : nil
      guard ours != theirs else { continue }
      throw Mismatch(
        path: path, name: (theirs ?? ours)?.name ?? "identity",
        expectation: theirs?.value ?? "not there", finding: ours?.value ?? "not there")
    }
  }
}
