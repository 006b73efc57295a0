import Conformance
import Foundation
import HDF5Store
import TestSupport
import Testing

/// Reference files that do not follow the schema: every one is an error that says where.
@Suite struct DamagedFileTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func aGradientOfAnotherSize() throws {
    let path = try file { root in
      let group = try root.createGroup("maxpool_ties/7x7")
      try fill(group, "input", [1, 2, 7, 7])
      try fill(group, "output", [1, 2, 4, 4])
      try fill(group, "grad_output", [1, 2, 4, 4])
      try fill(group, "grad_input", [1, 2, 6, 7])
    }
    try expect(path, place: "/maxpool_ties/7x7/grad_input", finding: "84")
  }

  @Test(arguments: ["7_to_9", "0_to_5", "7_to_0", "7_to_99999999999999"])
  func aTableThatItsNameDoesNotFit(_ name: String) throws {
    let path = try file { try fill($0, "nearest_index/\(name)", [5]) }
    try expect(path, place: name, finding: "")
  }

  @Test func anArgumentWithoutAValue() throws {
    let path = try file { root in
      try fill(root, "sech_squared/x", [4])
      try fill(root, "sech_squared/y", [3])
    }
    try expect(path, place: "/sech_squared/y", finding: "3")
  }

  @Test(arguments: [
    ("pred", [1, 1, 3, 3]), ("pred", [2, 2, 3, 3]), ("label", [1, 1, 6, 6]), ("loss_none", [1]),
    ("loss_mean", [0]), ("grad_none", [1, 1, 3, 3]), ("grad_mean", [2, 1, 3, 2]),
  ])
  func aLossOfOtherExtents(_ name: String, _ shape: [Int]) throws {
    let whole = [
      ("pred", [2, 1, 3, 3]), ("label", [2, 1, 6, 6]), ("loss_none", [2]), ("loss_mean", [1]),
      ("grad_none", [2, 1, 3, 3]), ("grad_mean", [2, 1, 3, 3]),
    ]
    let path = try file { root in
      let group = try root.createGroup("losses/nyuv2_depth_zbuffer")
      for (member, extents) in whole {
        try fill(group, member, member == name ? shape : extents)
      }
    }
    try expect(path, place: "losses/nyuv2_depth_zbuffer/\(name == "label" ? "pred" : name)")
  }

  @Test(arguments: [[7, 5], [0, 5, 3], [7, 5, 1], [7]])
  func aResizedImageOfOtherChannels(_ shape: [Int]) throws {
    let path = try file { root in
      try fill(root, "mean_subtraction", [3, 256])
      try fill(root, "source", [9, 9, 3])
      let resized = try fill(root, "resize/u8_bilinear/9x9", shape)
      try resized.attributes.set("source", to: "source")
    }
    try expect(path, place: "resize/u8_bilinear/9x9")
  }

  @Test func bytesThatAreNone() throws {
    let path = try file { root in
      try fill(root, "mean_subtraction", [3, 256])
      try fill(root, "source", [9, 9], with: -3.5)
      let resized = try fill(root, "resize/u8_bilinear/9x9", [7, 5])
      try resized.attributes.set("source", to: "source")
    }
    try expect(path, place: "source", finding: "-3.5")
  }

  @Test func gradientsWithoutOutputsAreNoFileToPass() throws {
    let path = try file { try fill($0, "grad/normal", [1, 3, 5, 5]) }
    try expect(path, place: "tasks")
  }

  @Test func aFaultOfTheNetworkNamesTheFile() throws {
    let path = try file { root in
      try root.attributes.set("tasks", to: #"["normal", "depth_zbuffer"]"#)
      try root.attributes.set("fine_layout", to: "[[[0]]")
      try fill(root, "outputs/normal", [1, 3, 5, 5])
      try fill(root, "grad/normal", [1, 3, 5, 5])
    }
    try expect(path, place: "what it describes", finding: "tree layout")
  }

  // MARK: Helpers

  private func file(_ make: (HDF5Group) throws -> Void) throws -> String {
    let path = directory.file("damaged.h5")
    try make(HDF5File.create(path, replacing: true).root)
    return path
  }

  @discardableResult
  private func fill(
    _ group: HDF5Group, _ name: String, _ shape: [Int], with value: Float = 1
  ) throws -> HDF5Dataset {
    let dataset = try group.createDataset(name, of: Float.self, shape: shape)
    let count = shape.reduce(1, *)
    if count > 0 { try dataset.write([Float](repeating: value, count: count)) }
    return dataset
  }

  private func expect(_ path: String, place: String, finding: String = "") throws {
    let error = try #require(throws: ConformanceError.self) { try Conformance.check(path) }
    #expect(error.path == path)
    #expect(error.place.contains(place), "\(error)")
    #expect(finding.isEmpty || error.finding.contains(finding), "\(error)")
  }
}
