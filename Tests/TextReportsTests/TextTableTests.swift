import Testing
import TextReports

struct TextTableTests {
  @Test(arguments: [
    (0.0, 2, "0.00"), (0.05, 2, "0.05"), (-1.26, 1, "-1.3"), (-0.001, 2, "0.00"), (12.0, 0, "12"),
    (1.996, 2, "2.00"), (0.999, 0, "1"), (.infinity, 2, "inf"),
    (-Double.nan, 1, "nan"),
  ])
  func decimals(value: Double, digits: Int, text: String) {
    #expect(value.decimals(digits) == text)
  }

  @Test func theShortestTextHasNoFractionWithoutNeed() {
    #expect(8.0.shortest == "8")
    #expect(0.5.shortest == "0.5")
    #expect((-1e20).shortest == "-1e+20")
  }

  @Test func alignsWordsLeftAndNumbersRight() {
    var table = TextTable(["layer", "ms"])
    table.add(["a", "12.0"])
    table.add(["longer", "1.0"])
    #expect(
      table.text == """
        layer     ms
        ------  ----
        a       12.0
        longer   1.0

        """)
  }
}
