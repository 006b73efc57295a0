extension Section {
  /// A group of keys that has to be there; its absence is reported.
  func requiredGroup<Inner: JobKey>(_ key: Key, as keys: Inner.Type) -> Section<Inner>? {
    guard has(key) else {
      _ = required(key)
      return nil
    }
    return group(key, as: keys)
  }

  /// A group of keys, if it is there.
  func group<Inner: JobKey>(_ key: Key, as keys: Inner.Type) -> Section<Inner>? {
    guard let entry = entries.first(where: { $0.key == key }) else { return nil }
    return Section<Inner>(entry.value, at: entry.keyPlace, path: name(key), problems: problems)
  }
}
