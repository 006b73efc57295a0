/// How much room the texts of a drawing take. Readers' fonts differ, so these are upper bounds.
enum ChartText {
  // Of the style's 12 px: digits are narrower than that.
  private static let characterWidth = 7.5

  /// The width of a text.
  static func width(_ text: String) -> Double { characterWidth * Double(text.count) }

  /// A text in lines that are no wider than some width, broken between words; a word that is wider
  /// has a line of its own.
  static func lines(_ text: String, width: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, self.width("\(last) \(word)") <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
