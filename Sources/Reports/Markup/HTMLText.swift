/// Texts from files on their way into a page.
enum HTMLText {
  /// Most characters of one text: nothing that a page shows is longer, but a damaged file may be.
  static let longest = 4_000

  /// A text as the content of an element or the value of an attribute in double quotes.
  ///
  /// Characters that HTML does not allow, such as control characters, become U+FFFD. Long texts are
  /// cut. A percent sign stays on the line of its number.
  /// - Complexity: O(characters), allocates the result.
  static func escaped(_ text: String) -> String {
    let kept = text.unicodeScalars.prefix(longest)
    var result = ""
    for scalar in kept {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    result.replace(" %", with: "\u{A0}%")
    return kept.endIndex == text.unicodeScalars.endIndex ? result : result + "…"
  }

  /// HTML, section 13.2.3.5: neither control characters but white space, nor noncharacters.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: true
    case ..<0x20, 0x7F...0x9F, 0xFDD0...0xFDEF: false
    default: scalar.value & 0xFFFE != 0xFFFE
    }
  }
}
