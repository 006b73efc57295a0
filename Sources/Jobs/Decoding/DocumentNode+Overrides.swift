extension DocumentNode {
  /// The tree with the values of the command line in the place of the file's.
  ///
  /// A group that is missing or none is left as it is: that is a problem of its own.
  func applying(_ overrides: JobOverrides) -> DocumentNode {
    var node = self
    for override in overrides.entries {
      node = node.replacing(override.path[...], by: override.option, text: override.text)
    }
    return node
  }

  private func replacing(
    _ path: ArraySlice<String>, by option: String, text: String
  ) -> DocumentNode {
    guard case .mapping(var entries) = content, let name = path.first else { return self }
    let place = JobPlace.option(option)
    let position = entries.firstIndex { $0.key == name }
    if path.count > 1 {
      guard let position else { return self }
      let value = entries[position].value.replacing(path.dropFirst(), by: option, text: text)
      entries[position] = Entry(key: name, keyPlace: entries[position].keyPlace, value: value)
    } else {
      let value = DocumentNode(place: place, content: .scalar(text, isPlain: true))
      let entry = Entry(key: name, keyPlace: place, value: value)
      if let position { entries[position] = entry } else { entries.append(entry) }
    }
    return DocumentNode(place: self.place, content: .mapping(entries))
  }
}
