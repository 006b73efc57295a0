internal import HDF5Store
internal import Tasks

/// A data set file, checked against the format when it is opened.
public struct DatasetFile: Sendable {
  /// The path it was opened under.
  public let path: String
  /// What it says about itself.
  public let description: DatasetDescription
  /// The identity of the content: a SHA-256 in hexadecimal, made when the file was.
  public let digest: String
  /// The splits in the order of their names.
  public let splits: [DatasetSplit]

  /// Opens a file to read it.
  ///
  /// Checks attributes, types, extents, chunks and names of everything, and the digest of the
  /// digests; the pixels are checked by their chunks' checksums when they are read.
  /// - Throws: ``DatasetError`` that names the dataset and the defect; `HDF5Error`.
  /// - Complexity: O(images), independent of their size.
  public init(_ path: String) throws {
    let file = try HDF5File.open(path)
    self.path = path
    let attributes = FileAttributes(path: path, attributes: file.root.attributes)
    try attributes.requireFormat()
    let kind = try attributes.text(DatasetSchema.kindAttribute)
    guard let dialect = LabelDialect(rawValue: kind) else {
      throw DatasetError(
        path, "/@\(DatasetSchema.kindAttribute)",
        expected: "one of \(LabelDialect.allCases.map(\.rawValue))", found: "\"\(kind)\"")
    }
    let names = try file.root.memberNames()
    guard let first = names.first else {
      throw DatasetError(path, "/", expected: "at least one split", found: "none")
    }
    for name in names where try file.root.kind(of: name) != .group {
      throw DatasetError(path, "/\(name)", expected: "a group for a split", found: "no group")
    }
    let members = try file.root.group(first).memberNames()
    let tasks = dialect.tasks.filter { members.contains($0.rawValue) }
    guard !tasks.isEmpty else {
      throw DatasetError(
        path, "/\(first)", expected: "labels of one of \(dialect.tasks.map(\.rawValue))",
        found: "none")
    }
    description = DatasetDescription(
      dialect: dialect, tasks: tasks, source: try attributes.text(DatasetSchema.sourceAttribute),
      creation: try attributes.text(DatasetSchema.creationAttribute))
    splits = try names.map { try DatasetSplit($0, of: file, dialect: dialect, tasks: tasks) }
    digest = try attributes.text(DatasetSchema.digestAttribute)
    let found = ContentDigest.of(splits: splits.map { ($0.name, $0.digests) })
    guard digest == found else {
      throw DatasetError(
        path, "/@\(DatasetSchema.digestAttribute)", expected: "\(found), that of the splits",
        found: digest)
    }
  }

  /// The split of that name.
  /// - Throws: ``DatasetError`` when there is none.
  public func split(_ name: String) throws -> DatasetSplit {
    guard let split = splits.first(where: { $0.name == name }) else {
      throw DatasetError(
        path, "/\(name)", expected: "one of the splits \(splits.map(\.name))", found: "none")
    }
    return split
  }
}

/// Reads the attributes of a data set file.
private struct FileAttributes {
  let path: String
  let attributes: HDF5Attributes

  func requireFormat() throws {
    let format = try text(DatasetSchema.formatAttribute)
    guard format == DatasetSchema.format else {
      throw DatasetError(
        path, "/@\(DatasetSchema.formatAttribute)", expected: "\"\(DatasetSchema.format)\"",
        found: "\"\(format)\"")
    }
    let place = "/@\(DatasetSchema.versionAttribute)"
    let expected = "\(DatasetSchema.version)"
    guard try attributes.contains(DatasetSchema.versionAttribute) else {
      throw DatasetError(path, place, expected: expected, found: "none")
    }
    let version: Int64 = try attributes.readConverting(DatasetSchema.versionAttribute)
    guard version == DatasetSchema.version else {
      throw DatasetError(path, place, expected: expected, found: "\(version)")
    }
  }

  func text(_ name: String) throws -> String {
    guard try attributes.contains(name) else {
      throw DatasetError(path, "/@\(name)", expected: "a text", found: "none")
    }
    return try attributes.readString(name)
  }
}
