import Foundation
import Networks
import TestSupport
import Testing

/// The layouts that the published enumeration gives, in a file beside the project.
private struct PublishedLayouts: Decodable {
  typealias Blocks = [[[Int]]]

  struct Enumeration: Decodable {
    let T: Int
    let B: Int
    let count: Int
    let layouts: [Blocks]
  }

  struct Selection: Decodable {
    let T: Int
    let B: Int
    let count: Int
    let layouts: [String: Blocks]
  }

  struct Refinement: Decodable {
    let T: Int
    let B: Int
    let index: Int
    let mapping: [String: [Int]]
    let coarse: Blocks
    let fine: Blocks
  }

  let cases: [Enumeration]
  let coarse_to_fined: [Refinement]
  let partial: [Selection]

  static func read() throws -> PublishedLayouts? {
    guard let directory = ParityFixtures.directory else { return nil }
    let data = try Data(contentsOf: URL(filePath: directory + "/layouts.json"))
    return try JSONDecoder().decode(PublishedLayouts.self, from: data)
  }
}

private func layout(_ blocks: PublishedLayouts.Blocks) throws -> TreeLayout {
  try TreeLayout(blocks.map { $0.map { TaskSet($0) } })
}

@Suite("Published layouts", .enabled(if: ParityFixtures.directory != nil))
struct PublishedLayoutsTests {
  @Test func enumerations() throws {
    for published in try #require(try PublishedLayouts.read()).cases {
      let layouts = try TreeLayout.enumerate(tasks: published.T, blocks: published.B)
      #expect(layouts.count == published.count)
      #expect(layouts == (try published.layouts.map(layout)))
    }
  }

  @Test func selections() throws {
    for published in try #require(try PublishedLayouts.read()).partial {
      let layouts = try TreeLayout.enumerate(tasks: published.T, blocks: published.B)
      #expect(layouts.count == published.count)
      for (number, blocks) in published.layouts {
        #expect(layouts[try #require(Int(number))] == (try layout(blocks)))
      }
    }
  }

  @Test func refinements() throws {
    for published in try #require(try PublishedLayouts.read()).coarse_to_fined {
      let layouts = try TreeLayout.enumerate(tasks: published.T, blocks: published.B)
      let coarse = try layout(published.coarse)
      #expect(layouts[published.index] == coarse)
      // The file's last entry names the first block after the backbone.
      let mapping = try (0..<published.B).map { try #require(published.mapping["\($0)"]) }
      #expect(try coarse.refined(by: BlockMapping(mapping)) == (try layout(published.fine)))
    }
  }
}
