internal import CKernels

/// How the rows or the columns of an image are cut into segments.
struct TileAxis: Sendable {
  /// Phase by phase, each from its start on.
  let segments: [equipoise_segment]
  /// Products of every form of the filters.
  let ranks: [Int]

  /// Products of all forms.
  var productCount: Int { ranks.reduce(0, +) }

  /// Cuts `size` pixels whose neighbours lie `dilation` apart; nil when a scheme cannot.
  init?(size: Int, dilation: Int, scheme: TileScheme) {
    var segments: [equipoise_segment] = []
    var ranks = [Int](repeating: 0, count: scheme.formCount)
    for phase in 0..<min(size, dilation) {
      let length = (size - phase + dilation - 1) / dilation
      guard let lengths = scheme.segments(of: length) else { return nil }
      var start = 0
      for length in lengths {
        let (kind, forms) = scheme.transform(of: length)
        var numbers: [Int] = []
        for form in forms {
          numbers.append(ranks[form])
          ranks[form] += 1
        }
        segments.append(
          equipoise_segment(
            kind: kind, origin: Int32(phase + start * dilation), forms: Self.seven(forms),
            ranks: Self.seven(numbers)))
        start += length
      }
    }
    self.segments = segments
    self.ranks = ranks
  }

  private typealias Seven = (Int32, Int32, Int32, Int32, Int32, Int32, Int32)

  /// Up to seven numbers as C has them.
  private static func seven(_ numbers: [Int]) -> Seven {
    func number(_ index: Int) -> Int32 { index < numbers.count ? Int32(numbers[index]) : 0 }
    return (number(0), number(1), number(2), number(3), number(4), number(5), number(6))
  }
}
