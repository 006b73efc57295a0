import Foundation
import Networks

/// Compares the enumeration and refinement of tree layouts.
struct LayoutsPart: Decodable {
  private struct Enumeration: Decodable {
    let T: Int
    let B: Int
    let count: Int
    let layouts: [[[[Int]]]]
  }

  private struct Selection: Decodable {
    let T: Int
    let B: Int
    let count: Int
    let layouts: [String: [[[Int]]]]
  }

  private struct Refinement: Decodable {
    let name: String
    let T: Int
    let B: Int
    let index: Int
    let mapping: [String: [Int]]
    let fined_B: Int
    let fine: [[[Int]]]
  }

  private let cases: [Enumeration]
  private let partial: [Selection]?
  private let coarse_to_fined: [Refinement]?

  /// Adds all comparisons to `report`.
  func check(_ report: inout ConformanceReport) throws {
    for test in cases {
      let found = try TreeLayout.enumerate(tasks: test.T, blocks: test.B)
      let name = "layouts of \(test.T) tasks and \(test.B) blocks"
      report.add("\(name): count", .count, Double(abs(found.count - test.count)), bound: 0)
      let expected = try test.layouts.map { try TreeLayout(sets: $0) }
      let differing = zip(found, expected).count { $0 != $1 } + abs(found.count - expected.count)
      report.add("\(name): in order", .count, Double(differing), bound: 0)
    }
    for test in partial ?? [] {
      let found = try TreeLayout.enumerate(tasks: test.T, blocks: test.B)
      let name = "layouts of \(test.T) tasks and \(test.B) blocks"
      report.add("\(name): count", .count, Double(abs(found.count - test.count)), bound: 0)
      var differing = 0
      for (number, sets) in test.layouts {
        let layout = try TreeLayout(sets: sets)
        guard let index = Int(number), found.indices.contains(index), found[index] == layout else {
          differing += 1
          continue
        }
      }
      report.add("\(name): selected", .count, Double(differing), bound: 0)
    }
    for test in coarse_to_fined ?? [] { try check(test, &report) }
  }

  private func check(_ test: Refinement, _ report: inout ConformanceReport) throws {
    let subject = "\(test.name): layout \(test.index) refined"
    let coarse = try TreeLayout.enumerate(tasks: test.T, blocks: test.B)[test.index]
    // Heads stand after the last block in the file's mapping.
    let blocks = (0..<test.B).map { test.mapping["\($0)"] ?? [] }
    let refined = try coarse.refined(by: BlockMapping(blocks))
    let isEqual = try refined == TreeLayout(sets: test.fine) && refined.blockCount == test.fined_B
    report.add(subject, .count, isEqual ? 0 : 1, bound: 0)
  }
}

extension TreeLayout {
  /// A layout from nested lists of task numbers.
  fileprivate init(sets: [[[Int]]]) throws {
    try self.init(sets.map { $0.map { TaskSet($0) } })
  }
}
