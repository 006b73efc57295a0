import Foundation
import Tasks
import TensorCore
import TestSupport
import Testing

@Suite struct LabelDecodingTests {
  private static func decode(
    _ dialect: LabelDialect, _ stored: StoredLabelValues, as convention: TaskConvention,
    depth: StoredLabelValues? = nil
  ) throws -> TaskLabel {
    let shape = TensorShape(
      batch: 1, height: 1, width: stored.count / convention.labelChannels,
      channels: convention.labelChannels)
    return try dialect.decode(stored, shape: shape, as: convention, depth: depth)
  }

  @Test("segmentation")
  func segmentation() throws {
    let classes = try TaskConvention.segmentation(classes: 17)
    let stored = StoredLabelValues.bytes([0, 1, 17, 255])
    let nyuv2 = try Self.decode(.nyuv2, stored, as: classes)
    #expect(nyuv2.values == [0, 1, 17, 255] && nyuv2.mask == nil)
    let taskonomy = try Self.decode(.taskonomy, .bytes([0, 1, 17]), as: classes)
    #expect(taskonomy.values == [0, 0, 16] && taskonomy.mask == [0, 1, 1])
  }

  @Test("normals")
  func normals() throws {
    let grey: [UInt8] = [255, 255, 255, 127, 127, 127, 128, 128, 128]
    let stored = StoredLabelValues.bytes([0, 51, 255] + grey)
    for dialect in LabelDialect.allCases {
      let raw = try Self.decode(dialect, stored, as: .normals(.rawBGR))
      #expect(raw.values == [255, 51, 0] + grey.map { Float($0) } && raw.mask == nil)
    }
    let nyuv2 = try Self.decode(.nyuv2, stored, as: .normals(.decoded))
    #expect(zip(nyuv2.values, [-1, -0.6, 1, 1, 1, 1]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(nyuv2.mask == [1, 0, 0, 1])
    let taskonomy = try Self.decode(.taskonomy, stored, as: .normals(.decoded))
    #expect(taskonomy.values == nyuv2.values && taskonomy.mask == [1, 1, 1, 0])
    let depth = StoredLabelValues.words([64_500, 64_499, 65_535, 0])
    let masked = try Self.decode(.taskonomy, stored, as: .normals(.decoded), depth: depth)
    #expect(masked.mask == [0, 1, 0, 1])
  }

  @Test("depth")
  func depth() throws {
    let metres: [Float] = [0, 2.5, 3e-5]
    let nyuv2 = try Self.decode(.nyuv2, .floats(metres), as: .depth(.metres))
    #expect(nyuv2.values == metres && nyuv2.mask == nil)
    let words: [UInt16] = [0, 1, 512, 5_000, 64_499, 64_500, 65_535]
    let taskonomy = try Self.decode(.taskonomy, .words(words), as: .depth(.logarithmic))
    #expect(taskonomy.mask == [1, 1, 1, 1, 1, 0, 0])
    let expected = words.map { log1p(Double($0)) / (16 * log(2.0)) }
    #expect(zip(taskonomy.values, expected).allSatisfy { abs(Double($0) - $1) < 1e-7 })
    #expect(taskonomy.values.last == 1)
  }

  @Test("keypoints and edges are clipped and stretched")
  func responses() throws {
    let words = StoredLabelValues.words([0, 164, 328, 2_621, 5_243, 65_535])
    let keypoints = try Self.decode(.taskonomy, words, as: .keypoints)
    #expect(keypoints.values[0] == -1 && keypoints.values[2...] == [1, 1, 1, 1])
    #expect(abs(keypoints.values[1] - (164 / 65_536 / 0.005 * 2 - 1)) < 1e-6)
    let edges = try Self.decode(.taskonomy, words, as: .edges)
    #expect(edges.values[0] == -1 && edges.values[4...] == [1, 1])
    #expect(abs(edges.values[3] - (2_621 / 65_536 / 0.08 * 2 - 1)) < 1e-6)
  }

  @Test(
    "what a benchmark does not have is refused",
    arguments: [
      (.nyuv2, .edges), (.nyuv2, .keypoints), (.nyuv2, .depth(.logarithmic)),
      (.taskonomy, .depth(.metres)),
    ] as [(LabelDialect, TaskConvention)])
  func notConvertible(dialect: LabelDialect, convention: TaskConvention) {
    #expect(throws: TaskLabelError.notConvertible(convention, dialect)) {
      try Self.decode(dialect, .floats([1]), as: convention)
    }
  }

  @Test("another number type or extent is refused, naming both")
  func misfits() throws {
    let error = #expect(throws: TaskLabelError.self) {
      try Self.decode(.taskonomy, .bytes([1]), as: .depth(.logarithmic))
    }
    #expect(
      error?.description
        == "depth_zbuffer label of taskonomy: expected 16-bit integers, found 8-bit integers")
    #expect(throws: TaskLabelError.self) {
      try Self.decode(.nyuv2, .words([1]), as: .depth(.metres))
    }
    #expect(throws: TaskLabelError.self) {
      try Self.decode(.nyuv2, .floats([1, 2, 3]), as: .normals(.rawBGR))
    }
    #expect(throws: TaskLabelError.count(.normals, .mask, expected: 1, found: 2)) {
      try Self.decode(
        .taskonomy, .bytes([1, 2, 3]), as: .normals(.decoded), depth: .words([1, 2]))
    }
    let shape = TensorShape(batch: 1, height: 2, width: 2, channels: 1)
    #expect(throws: TaskLabelError.count(.edges, .values, expected: 4, found: 3)) {
      try LabelDialect.taskonomy.decode(.words([1, 2, 3]), shape: shape, as: .edges)
    }
    #expect(throws: TaskLabelError.channels(.normals, expected: 3, found: 1)) {
      try LabelDialect.nyuv2.decode(.bytes([1, 2, 3, 4]), shape: shape, as: .normals(.decoded))
    }
  }
}
