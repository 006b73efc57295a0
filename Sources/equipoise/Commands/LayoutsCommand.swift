import ArgumentParser
import Networks

/// `equipoise layouts`: the tree layouts with their numbers.
struct LayoutsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layouts",
    abstract: "List the tree layouts with their numbers.",
    discussion: """
      A layout says for each block of a backbone, from the image to the heads, which tasks share a
      copy of it. One layout a line: its number, a tab, and a list of blocks, each a list of sets of
      tasks. The order is the published one, so that a number means the same layout everywhere.

        equipoise layouts --tasks 3              51 layouts, three tasks and five blocks
        equipoise layouts --tasks 2 --blocks 2   3 layouts
      """)

  @Option(help: "Number of tasks, 1 to \(TreeLayout.largestEnumerableTaskCount).")
  var tasks: Int

  @Option(help: "Number of blocks of the backbone.")
  var blocks = 5

  func validate() throws {
    do {
      _ = try TreeLayout.count(tasks: tasks, blocks: blocks)
    } catch let error as LayoutError {
      throw ValidationError(error.description)
    }
  }

  func run() throws {
    for (number, layout) in try TreeLayout.enumerate(tasks: tasks, blocks: blocks).enumerated() {
      print("\(number)\t\(layout)")
    }
  }
}
