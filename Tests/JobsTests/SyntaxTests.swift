import Testing

@testable import Jobs

@Suite struct SyntaxTests {
  @Test(
    "numbers are written one way",
    arguments: [
      ("0", 0.0), ("8", 8), ("0.25", 0.25), ("1e-3", 1e-3), ("2.5E+2", 250), ("10", 10),
    ])
  func numbers(text: String, value: Double) {
    #expect(ScalarSyntax.number(text) == value)
  }

  @Test(
    "everything else is no number",
    arguments: [
      "", "-1", "+1", ".5", "5.", "05", "0x10", "1_000", "1e", "e5", "1e+", "nan", "inf", ".inf",
      "1e999", "8/255", "1 ", " 1", "1.2.3", "\u{661}",
    ])
  func noNumbers(text: String) {
    #expect(ScalarSyntax.number(text) == nil)
    #expect(ScalarSyntax.integer(text) == nil)
  }

  @Test("whole numbers keep to their type")
  func integers() {
    #expect(ScalarSyntax.integer("18446744073709551615", as: UInt64.self) == .max)
    #expect(ScalarSyntax.integer("18446744073709551616", as: UInt64.self) == nil)
    #expect(ScalarSyntax.integer("9223372036854775808") == nil)
    #expect(ScalarSyntax.integer("1.0") == nil)
  }

  @Test(
    "the nearest name is suggested, a far one is not",
    arguments: [
      ("heigth", "height"), ("nam", "name"), ("widht", "width"), ("file", "file"),
      ("colour", nil), ("x", nil), (String(repeating: "a", count: 100), nil),
    ])
  func nearest(name: String, expected: String?) {
    #expect(NearestName.find(name, among: ["name", "file", "height", "width"]) == expected)
  }

  @Test("lines end as YAML ends them, columns count Unicode scalars")
  func positions() {
    let text = "a\r\nb\u{85}ä\u{2028}x\ny"
    #expect(TextPosition.index(line: 2, column: 1, in: text).map { text.unicodeScalars[$0] } == "b")
    #expect(TextPosition.index(line: 3, column: 1, in: text).map { text.unicodeScalars[$0] } == "ä")
    #expect(TextPosition.index(line: 4, column: 1, in: text).map { text.unicodeScalars[$0] } == "x")
    #expect(TextPosition.index(line: 5, column: 1, in: text).map { text.unicodeScalars[$0] } == "y")
    #expect(TextPosition.index(line: 5, column: 2, in: text) == nil)
    let end = TextPosition(after: text.unicodeScalars)
    #expect(end.line == 5 && end.column == 2)
  }

  @Test("excerpts are short and of one line")
  func excerpts() {
    #expect(DocumentNode.excerpt("a\nb") == "a b")
    #expect(DocumentNode.excerpt(String(repeating: "x", count: 61)).count == 63)
  }
}
