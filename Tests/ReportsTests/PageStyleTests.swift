import Testing

@testable import Reports

/// Contrasts as the Web Content Accessibility Guidelines 2.2 have them, sections 1.4.3 and 1.4.11.
struct PageStyleTests {
  /// The colours of the light scheme, and those of the dark one.
  private let schemes: [[String: SIMD3<Double>]]

  init() {
    let sheet = "\(PageStyle.sheet)"
    let parts = sheet.split(separator: "@media (prefers-color-scheme: dark)", maxSplits: 1)
    schemes = parts.map { part in
      let colors = part.prefix { $0 != "*" }.matches(of: /--([a-z0-9]+): #([0-9a-f]{6})/)
      return Dictionary(
        colors.map { (String($0.1), Self.color($0.2)) }, uniquingKeysWith: { first, _ in first })
    }
  }

  private static func color(_ digits: Substring) -> SIMD3<Double> {
    let value = Int(digits, radix: 16) ?? 0
    return SIMD3(Double(value >> 16), Double(value >> 8 & 255), Double(value & 255)) / 255
  }

  private static func luminance(_ color: SIMD3<Double>) -> Double {
    // Near enough to sRGB's curve for bounds of two digits.
    let linear = color * color * (0.305306011 * color + 0.682171111) + 0.012522878 * color
    return (linear * SIMD3(0.2126, 0.7152, 0.0722)).sum()
  }

  private static func contrast(_ one: SIMD3<Double>, _ other: SIMD3<Double>) -> Double {
    let (first, second) = (luminance(one) + 0.05, luminance(other) + 0.05)
    return max(first, second) / min(first, second)
  }

  @Test func textsAndCurvesAreLegibleInBothSchemes() throws {
    #expect(schemes.count == 2)
    for scheme in schemes {
      for ground in [try #require(scheme["paper"]), try #require(scheme["panel"])] {
        for name in ["ink", "faint", "link"] {
          #expect(Self.contrast(try #require(scheme[name]), ground) >= 4.5, "\(name)")
        }
        for series in 0..<SeriesStyle.count {
          #expect(Self.contrast(try #require(scheme["s\(series)"]), ground) >= 3, "s\(series)")
        }
      }
    }
  }

  @Test func numbersAreLegibleOnTheirCells() throws {
    for scheme in schemes {
      let (panel, ink) = (try #require(scheme["panel"]), try #require(scheme["ink"]))
      for name in ["harm", "good"] {
        let color = try #require(scheme[name])
        let cell = panel + HeatMap.largestOpacity * (color - panel)
        #expect(Self.contrast(ink, cell) >= 4.5, "\(name)")
      }
    }
  }
}
