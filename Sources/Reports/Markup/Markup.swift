/// A piece of HTML or SVG in which every text is escaped: the only ways to make one are elements,
/// texts and sheets of the program's own.
struct Markup: Hashable, Sendable {
  /// The characters of the page.
  let source: String

  private init(source: String) { self.source = source }

  /// An element with its content.
  /// - Parameters:
  ///   - name: one that has an end tag.
  ///   - attributes: names of the program's own, values from anywhere.
  init(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ content: [Markup]
  ) {
    let inside = content.map(\.source).joined()
    source = Self.tag(name, attributes) + inside + "</\(name)>"
  }

  /// An element of one text, without attributes.
  init(_ name: StaticString, _ text: String) { self.init(name, [:], [.text(text)]) }

  /// An element of one text.
  init(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ text: String
  ) {
    self.init(name, attributes, [.text(text)])
  }

  /// An element that has no content and no end tag, such as `img`.
  static func void(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>
  ) -> Markup {
    Markup(source: tag(name, attributes))
  }

  /// A picture inside the page.
  /// - Parameters:
  ///   - png: a PNG file in base64, whose characters need no escaping.
  ///   - text: what it shows.
  static func picture(_ png: String, width: Int, height: Int, text: String) -> Markup {
    Markup(
      source: "<img src=\"data:image/png;base64,\(png)\" width=\"\(width)\" height=\"\(height)\""
        + " alt=\"\(HTMLText.escaped(text))\">")
  }

  /// A text, escaped.
  static func text(_ text: String) -> Markup { Markup(source: HTMLText.escaped(text)) }

  /// The page's sheet of styles, which is no text of HTML.
  static func style(_ sheet: StaticString) -> Markup {
    Markup(source: "<style>\(sheet)</style>")
  }

  /// Pieces one after the other, a line each.
  static func lines(_ pieces: [Markup]) -> Markup {
    Markup(source: pieces.map(\.source).joined(separator: "\n"))
  }

  /// A document of one root element.
  static func document(_ root: Markup) -> String { "<!DOCTYPE html>\n\(root.source)\n" }

  private static func tag(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>
  ) -> String {
    "<\(name)" + attributes.map { " \($0)=\"\(HTMLText.escaped($1))\"" }.joined() + ">"
  }
}
