internal import Yams

/// Reads YAML into a tree with places, without the parts of YAML that job files do not need:
/// anchors, aliases and tags are refused.
struct DocumentParser {
  /// Most levels of lists and groups.
  static let deepestLevel = 16
  /// Most duplicates that are found one after another.
  private static let mostRenamed = 50

  let problems: ProblemCollector
  /// Keys that had to be renamed because the library stops at the first duplicate: the original
  /// names by the places of the first occurrences.
  private var renamed: [JobPlace: String] = [:]

  init(_ problems: ProblemCollector) { self.problems = problems }

  /// Reads a text.
  /// - Returns: nil when it is not YAML or empty; the problem has been reported then.
  mutating func parse(_ text: String) -> DocumentNode? {
    var text = text
    while true {
      do {
        // No resolver: what a word means depends on the key, not on its looks.
        let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
        return try withExtendedLifetime(parser) {
          guard let root = try parser.singleRoot() else {
            problems.add(
              .file(line: 1, column: 1), key: "", expected: "a job", found: "an empty file")
            return nil
          }
          return convert(root, level: 0)
        }
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        guard renamed.count < Self.mostRenamed, let changed = rename(context.mark, in: text) else {
          problems.add(
            .file(line: context.mark.line, column: context.mark.column), key: "",
            expected: "every key once", found: keys.joined(separator: ", ") + " more than once")
          return nil
        }
        text = changed
      } catch {
        report(error)
        return nil
      }
    }
  }

  /// Gives a key's first occurrence another name of the same length, so that the rest can be read.
  /// - Returns: nil when the key does not start with a plain letter.
  private mutating func rename(_ mark: Mark, in text: String) -> String? {
    let standIns = (0xE000...0xF8FF).lazy.compactMap(Unicode.Scalar.init)
    guard let standIn = standIns.first(where: { !text.unicodeScalars.contains($0) }),
      var index = TextPosition.index(line: mark.line, column: mark.column, in: text)
    else { return nil }
    let scalars = text.unicodeScalars
    if scalars[index] == "\"" || scalars[index] == "'" { index = scalars.index(after: index) }
    guard index < scalars.endIndex, scalars[index].properties.isAlphabetic else { return nil }
    renamed[.file(line: mark.line, column: mark.column)] = String(scalars[index])
    var changed = scalars
    changed.replaceSubrange(index...index, with: CollectionOfOne(standIn))
    return String(changed)
  }

  private func convert(_ node: Node, level: Int) -> DocumentNode {
    let place = Self.place(node.mark)
    var result = DocumentNode(place: place, content: .refused)
    guard node.anchor == nil else {
      problems.add(
        place, key: "", expected: "every value written out", found: "an anchor or alias")
      return result
    }
    guard level <= Self.deepestLevel else {
      problems.add(
        place, key: "", expected: "at most \(Self.deepestLevel) levels", found: "more")
      return result
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain
      guard acceptsTag(scalar.tag, at: place, standard: isPlain ? nil : .str) else { break }
      result.content = .scalar(scalar.string, isPlain: isPlain)
    case .sequence(let sequence):
      guard acceptsTag(sequence.tag, at: place) else { break }
      result.content = .list(sequence.map { convert($0, level: level + 1) })
    case .mapping(let mapping):
      guard acceptsTag(mapping.tag, at: place) else { break }
      result.content = .mapping(entries(mapping, level: level + 1))
    case .alias: break
    }
    return result
  }

  private func entries(_ mapping: Node.Mapping, level: Int) -> [DocumentNode.Entry] {
    var entries: [DocumentNode.Entry] = []
    var places: [String: JobPlace] = [:]
    for (key, value) in mapping {
      let place = Self.place(key.mark)
      guard case .scalar(let scalar) = key, key.anchor == nil else {
        problems.add(place, key: "", expected: "a word as key", found: "something else")
        continue
      }
      var name = scalar.string
      if let first = renamed[place] { name = first + String(name.unicodeScalars.dropFirst()) }
      let converted = convert(value, level: level)
      if let earlier = places[name] {
        problems.add(
          place, key: "", expected: "every key once",
          found: "a second \(DocumentNode.excerpt(name)), the first is \(Self.words(earlier))")
        continue
      }
      places[name] = place
      entries.append(.init(key: name, keyPlace: place, value: converted))
    }
    return entries
  }

  private func acceptsTag(_ tag: Tag, at place: JobPlace, standard: Tag.Name? = nil) -> Bool {
    guard tag.rawValue != Tag.Name.implicit.rawValue, tag.rawValue != standard?.rawValue else {
      return true
    }
    problems.add(
      place, key: "", expected: "no tags", found: DocumentNode.excerpt(tag.rawValue))
    return false
  }

  private static func place(_ mark: Mark?) -> JobPlace {
    .file(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  static func words(_ place: JobPlace) -> String {
    switch place {
    case .file(let line, _): "on line \(line)"
    case .option(let name): "that of \(name)"
    }
  }
}
