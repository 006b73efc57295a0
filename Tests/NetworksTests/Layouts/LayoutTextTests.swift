import Networks
import Testing

@Suite("Text form of tree layouts")
struct LayoutTextTests {
  @Test(arguments: [
    "[[[0, 1, 2]], [[0], [2], [1]]]",
    "[[[0]]]",
    "[[[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]]",
  ])
  func roundTrip(text: String) throws {
    #expect(try TreeLayout(parsing: text).description == text)
  }

  @Test func whiteSpaceIsFreeAndTasksAreSorted() throws {
    let layout = try TreeLayout(parsing: " [\n[[2,0 ,1]],\t[[2],[ 1,0]] ] \r\n")
    #expect(layout.description == "[[[0, 1, 2]], [[2], [0, 1]]]")
  }

  @Test(arguments: [
    ("", "character 1", "the end of the text"),
    ("  ", "character 3", "the end of the text"),
    ("[[[0]]", "character 7", "the end of the text"),
    ("[[[0]]]]", "character 8", "\"]\""),
    ("[[[0]]] x", "character 9", "\"x\""),
    ("[[[0,]]]", "character 6", "\"]\""),
    ("[[[0 1]]]", "character 6", "\"1\""),
    ("[[[01]]]", "character 5", "\"1\""),
    ("[[[-1]]]", "character 4", "\"-\""),
    ("[[[0, 0]]]", "character 7", "0"),
    ("[[[0, 64]]]", "character 7", "a larger number"),
    ("[[[99999999999999999999]]]", "character 4", "a larger number"),
    ("[[{0}]]", "character 3", "\"{\""),
    ("[[[0, é]]]", "character 7", "\"é\""),
    ("[[0]]", "character 3", "\"0\""),
    ("[[[[0]]]]", "character 4", "\"[\""),
    ("[]", "blocks", "none"),
    ("[[]]", "block 0", "none"),
    ("[[[]]]", "block 0", "none"),
    ("[[[0, 1]], [[0]]]", "block 1", "no set with [1]"),
  ])
  func refusesOtherTexts(text: String, place: String, finding: String) throws {
    let error = try #require(throws: LayoutError.self) { try TreeLayout(parsing: text) }
    #expect(error.place == place)
    #expect(error.finding == finding)
  }
}
