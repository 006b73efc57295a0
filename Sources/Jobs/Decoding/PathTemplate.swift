/// Paths in which `{layout}` stands for the number of the model's layout.
struct PathTemplate {
  private static let placeholder = "{layout}"

  /// The layout; nil when a problem with it has been reported.
  let layout: LayoutSelection?

  /// The path that is written in a node; nil when a problem has been reported.
  func path<Key: JobKey>(_ key: Key, _ node: DocumentNode, in section: Section<Key>) -> String? {
    guard let text = section.text(key, node, where: DataDecoder.isPath) else { return nil }
    let rest = text.replacing(Self.placeholder, with: "")
    guard !rest.contains("{"), !rest.contains("}") else {
      section.refuse(key, node, expected: "no braces but \(Self.placeholder)")
      return nil
    }
    guard text.contains(Self.placeholder) else { return text }
    guard let layout else { return nil }
    guard let number = layout.number else {
      section.refuse(
        key, node, expected: "no \(Self.placeholder) where the layout is not given by number")
      return nil
    }
    return text.replacing(Self.placeholder, with: "\(number)")
  }
}
