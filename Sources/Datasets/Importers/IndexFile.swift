internal import Foundation

/// A JSON index: for every split a list of samples, each a list of paths.
struct IndexFile {
  /// The file.
  let path: String
  /// The splits as they are in the file.
  let splits: [String: [[String]]]

  /// Reads an index.
  /// - Parameter pathsPerSample: how many paths a sample has to have.
  init(_ path: String, pathsPerSample: Int) throws {
    self.path = path
    let data = Data(try FileBytes.read(path))
    let object: Any
    do {
      object = try JSONSerialization.jsonObject(with: data)
    } catch {
      throw SourceError(path, expected: "a JSON index", found: "text that is not JSON")
    }
    guard let dictionary = object as? [String: Any], !dictionary.isEmpty else {
      throw SourceError(
        path, expected: "a JSON object of splits", found: "something else")
    }
    var splits: [String: [[String]]] = [:]
    for (name, value) in dictionary {
      guard let entries = value as? [[String]] else {
        throw SourceError(
          path, name, expected: "a list of lists of paths", found: "something else")
      }
      for (position, entry) in entries.enumerated() where entry.count != pathsPerSample {
        throw SourceError(
          path, "\(name)[\(position)]", expected: "\(pathsPerSample) paths",
          found: "\(entry.count)")
      }
      splits[name] = entries
    }
    self.splits = splits
  }

  /// The entries of the splits asked for, at most `limit` each.
  func selection(_ names: [String], limit: Int?) throws -> [(name: String, entries: [[String]])] {
    try names.map { name in
      guard let entries = splits[name] else {
        throw SourceError(
          path, expected: "a split \(name)", found: "only \(splits.keys.sorted())")
      }
      guard !entries.isEmpty else {
        throw SourceError(path, name, expected: "at least one sample", found: "none")
      }
      return (name, Array(entries.prefix(limit ?? entries.count)))
    }
  }
}
