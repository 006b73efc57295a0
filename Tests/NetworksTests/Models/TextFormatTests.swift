import TestSupport
import Testing

@testable import Networks

/// A message as text with one way of writing everything.
private func canonical(_ message: TextMessage) -> String {
  message.fields.map { field in
    switch field.value {
    case .scalar(let value): "\(field.name)=\(value.description)"
    case .message(let inner): "\(field.name){\(canonical(inner))}"
    }
  }.joined(separator: " ")
}

private func parse(_ text: String) throws -> TextMessage {
  try TextFormatParser.parse(text, file: "text")
}

@Suite("Protobuf text format")
struct TextFormatTests {
  @Test(arguments: [
    ("", ""),
    ("# nothing\n", ""),
    ("a: 1", "a=1"),
    ("a:1,b:-2.5e-3;c:x", "a=1 b=-2.5e-3 c=x"),
    ("a { }", "a{}"),
    ("a: { b: 1 b: 2 } c {d{e:f}}", "a{b=1 b=2} c{d{e=f}}"),
    ("a: \"x\" # comment\n 'y'\tb: .5f", "a=\"xy\" b=.5f"),
    ("a: \"\\n\\t\\r\\\\\\\"\\'\\x41\\x4\\101\\60\"", "a=\"\n\t\r\\\"'A\u{4}A0\""),
    ("a: 'é\"'", "a=\"é\"\""),
    ("a: 1e+5 b: 0x1F", "a=1e+5 b=0x1F"),
    ("a: \"\\x4100\\1010\"", "a=\"A00A0\""),
  ])
  func reads(text: String, expected: String) throws {
    #expect(try canonical(parse(text)) == expected)
  }

  @Test(arguments: [
    ("a", 1, 2, "the end of the text"),
    ("a:", 1, 3, "the end of the text"),
    ("a: }", 1, 4, "\"}\""),
    ("a b: 1", 1, 3, "\"b\""),
    ("a {\n b: 1\n", 3, 1, "the end of the text"),
    ("a { } }", 1, 7, "\"}\""),
    ("{ }", 1, 1, "\"{\""),
    ("1: a", 1, 1, "\"1\""),
    ("\"a\": 1", 1, 1, "the text \"a\""),
    ("a: \"é\" ?", 1, 8, "\"?\""),
    ("a: \"b", 1, 6, "the end of the text"),
    ("a: \"b\nc\"", 1, 6, "the end of the line"),
    ("a: \"b\\", 1, 7, "the end of the text"),
    ("a: \"\\q\"", 1, 6, "another escape"),
    ("a: \"\\x\"", 1, 6, "another escape"),
    ("a: \"\\777\"", 1, 6, "another escape"),
    ("a: \"\\xFF\"", 1, 4, "other bytes"),
    ("a: [1, 2]", 1, 4, "\"[\""),
    ("a: 1;; b: 2", 1, 6, "\";\""),
    ("a: 1-2", 1, 5, "\"-2\""),
  ])
  func refuses(text: String, line: Int, column: Int, finding: String) throws {
    let error = try #require(throws: PrototxtError.self) { try parse(text) }
    #expect([error.position.line, error.position.column] == [line, column], "\(error)")
    #expect(error.finding == finding)
  }

  @Test func boundsDepthAndLength() throws {
    let depth = TextFormatParser.deepestNesting
    func nested(_ depth: Int) -> String {
      String(repeating: "a{", count: depth) + String(repeating: "}", count: depth)
    }
    #expect(throws: Never.self) { try parse(nested(depth)) }
    #expect(throws: PrototxtError.self) { try parse(nested(depth + 1)) }
    #expect(throws: PrototxtError.self) { try parse(nested(100_000)) }
    let long = String(repeating: " ", count: TextFormatParser.largestText)
    #expect(throws: Never.self) { try parse(long) }
    #expect(throws: PrototxtError.self) { try parse(long + " ") }
  }

  @Test func anyDamageGivesAnErrorOrABackbone() throws {
    let text = try Array(
      prototxt(of: ResNet34DeepLab(stageWidths: [2, 3, 4, 5]).backbone()).utf8.prefix(2500))
    var generator = SeededGenerator(seed: 7)
    var refused = 0
    for _ in 0..<300 {
      var damaged = text
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: damaged.indices, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: damaged[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: damaged.removeSubrange(place..<min(place + 9, damaged.count))
        default: damaged.insert(contentsOf: Array("{}:\"#9".utf8), at: place)
        }
      }
      do {
        _ = try Backbone(prototxt: String(decoding: damaged, as: UTF8.self), file: "damaged")
      } catch is PrototxtError {
        refused += 1
      }
    }
    #expect(refused > 250)
  }
}
