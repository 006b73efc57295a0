import TestSupport
import Testing

@Suite struct LayoutsTests {
  private func layouts(_ arguments: String...) throws -> MPIRun.Outcome {
    try MPIRun.launchSingleton(executable: "equipoise", arguments: ["layouts"] + arguments)
  }

  @Test func threeTasksHaveFiftyOneLayouts() throws {
    let outcome = try layouts("--tasks", "3")
    #expect(outcome.status == 0, "\(outcome.summary)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 51)
    #expect(
      lines.first == "0\t[\(Array(repeating: "[[0, 1, 2]]", count: 5).joined(separator: ", "))]")
    for (number, line) in lines.enumerated() { #expect(line.hasPrefix("\(number)\t[[[")) }
  }

  @Test func otherNumbersOfTasksAndBlocks() throws {
    let outcome = try layouts("--tasks", "2", "--blocks", "2")
    let expected = """
      0\t[[[0, 1]], [[0, 1]]]
      1\t[[[1], [0]], [[1], [0]]]
      2\t[[[0, 1]], [[1], [0]]]

      """
    #expect(outcome.output == expected)
  }

  @Test(arguments: [
    (["--tasks", "0"], "found 0"), (["--tasks", "9"], "found 9"), (["--tasks", "x"], "'x'"),
    (["--tasks", "3", "--blocks", "0"], "found 0"), ([], "--tasks"),
    (["--tasks", "8", "--blocks", "1000"], "at most 1000000"),
  ])
  func wrongNumbersAreRefused(_ arguments: [String], _ reason: String) throws {
    let outcome = try MPIRun.launchSingleton(
      executable: "equipoise", arguments: ["layouts"] + arguments)
    #expect(outcome.status == 64, "\(outcome.summary)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorOutput.contains(reason), "\(outcome.summary)")
  }
}
