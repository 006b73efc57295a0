import Testing

@testable import Reports

struct HTMLTextTests {
  @Test func textsCannotLeaveTheirElement() {
    let text = HTMLText.escaped("<script>alert(\"a\" + 'b' & 1)</script>")
    #expect(
      text == "&lt;script&gt;alert(&quot;a&quot; + &#39;b&#39; &amp; 1)&lt;/script&gt;")
  }

  @Test func attributesCannotBeEnded() {
    let markup = Markup("p", ["title": "\" onclick=\"x"], "hello")
    #expect(markup.source == "<p title=\"&quot; onclick=&quot;x\">hello</p>")
  }

  @Test(arguments: ["\u{0}", "\u{7}", "\u{1B}", "\u{7F}", "\u{85}", "\u{FFFE}", "\u{1FFFF}"])
  func charactersThatAreNotAllowedAreReplaced(_ character: String) {
    #expect(HTMLText.escaped("a\(character)b") == "a\u{FFFD}b")
  }

  @Test func whiteSpaceAndOtherLanguagesStay() {
    #expect(HTMLText.escaped("a\tb\nc 法 é 🙂") == "a\tb\nc 法 é 🙂")
  }

  @Test func longTextsAreCut() {
    let text = HTMLText.escaped(String(repeating: "x", count: HTMLText.longest + 1))
    #expect(text == String(repeating: "x", count: HTMLText.longest) + "…")
    let whole = String(repeating: "x", count: HTMLText.longest)
    #expect(HTMLText.escaped(whole) == whole)
  }
}
