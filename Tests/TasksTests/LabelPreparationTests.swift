import Tasks
import TensorCore
import Testing

@Suite struct LabelPreparationTests {
  private static func label(
    _ convention: TaskConvention, _ values: [Float], mask: [Float]? = nil
  ) throws -> TaskLabel {
    let shape = TensorShape(
      batch: 1, height: 1, width: values.count / convention.labelChannels,
      channels: convention.labelChannels)
    return try TaskLabel(convention, shape: shape, values: values, mask: mask)
  }

  private static func validCount(_ label: TaskLabel) throws -> Int {
    try label.prepared(image: 0, height: 1, width: label.shape.width).validCount
  }

  @Test("validity at the limits")
  func limits() throws {
    let metres: [Float] = [0, 2e-5, 3e-5, Float(3e-5).nextUp, 255, -1, .nan]
    #expect(try Self.validCount(Self.label(.depth(.metres), metres)) == 2)

    let response: [Float] = [255, 254, -1, 0]
    #expect(try Self.validCount(Self.label(.edges, response)) == 3)

    let mask: [Float] = [0, 0.99, 1, 1.99, 2, 255, -1, .nan]
    let zeros = [Float](repeating: 0, count: 8)
    #expect(try Self.validCount(Self.label(.depth(.logarithmic), zeros, mask: mask)) == 2)
    #expect(
      try Self.validCount(Self.label(.normals(.decoded), zeros + zeros + zeros, mask: mask)) == 2)

    let normals: [Float] = [255, 0, 0, 0, 255, 0, 0, 0, 255, 254, 254, 254, 0, 0, 0]
    #expect(try Self.validCount(Self.label(.normals(.rawBGR), normals)) == 2)

    let classes = try TaskConvention.segmentation(classes: 3, weights: [1, 0, 2])
    let segmentation = try Self.label(classes, [0, 1, 2, 255, 2], mask: [0, 0, 0, 0, 0])
    let target = try segmentation.prepared(image: 0, height: 1, width: 5)
    #expect(target.validCount == 3)
    #expect(target.denominator == 5)
  }

  @Test("what can't be a label is refused with its place")
  func refused() throws {
    let classes = try TaskConvention.segmentation(classes: 3)
    for value: Float in [3, -1, 0.5, 254, .infinity] {
      let label = try Self.label(classes, [0, value])
      let place = TaskLabelError.Place(task: .segmentation, image: 0, row: 0, column: 1)
      #expect(throws: TaskLabelError.invalidClass(place, found: value, classes: 3)) {
        try label.prepared(image: 0, height: 1, width: 2)
      }
    }
    let place = TaskLabelError.Place(task: .depth, image: 0, row: 0, column: 1)
    let depth = try Self.label(.depth(.metres), [1, .infinity])
    #expect(throws: TaskLabelError.notFinite(place, found: .infinity)) {
      try depth.prepared(image: 0, height: 1, width: 2)
    }
    // The resize does not pick the second pixel.
    #expect(try depth.prepared(image: 0, height: 1, width: 1).validCount == 1)
    let normals = try Self.label(.normals(.rawBGR), [0, 1, -.infinity])
    let error = #expect(throws: TaskLabelError.self) {
      try normals.prepared(image: 0, height: 1, width: 1)
    }
    #expect(error?.description.contains("normal label, image 0, row 0, column 0") == true)
    #expect(throws: TaskLabelError.empty(.depth, height: 0, width: 2)) {
      try depth.prepared(image: 0, height: 0, width: 2)
    }
    #expect(throws: TaskLabelError.empty(.edges, height: 1, width: 0)) {
      try Self.label(.edges, []).prepared(image: 0, height: 1, width: 1)
    }
  }

  @Test("extents, counts and masks that do not fit are refused")
  func misfits() {
    let shape = TensorShape(batch: 1, height: 2, width: 2, channels: 1)
    #expect(throws: TaskLabelError.channels(.normals, expected: 3, found: 1)) {
      try TaskLabel(.normals(.rawBGR), shape: shape, values: [1, 2, 3, 4])
    }
    #expect(throws: TaskLabelError.count(.edges, .values, expected: 4, found: 3)) {
      try TaskLabel(.edges, shape: shape, values: [1, 2, 3])
    }
    #expect(throws: TaskLabelError.count(.edges, .mask, expected: 4, found: 1)) {
      try TaskLabel(.edges, shape: shape, values: [1, 2, 3, 4], mask: [1])
    }
    #expect(throws: TaskLabelError.missingMask(.depth)) {
      try TaskLabel(.depth(.logarithmic), shape: shape, values: [1, 2, 3, 4])
    }
  }

  @Test("every image of a batch has its own target")
  func images() throws {
    let shape = TensorShape(batch: 3, height: 2, width: 2, channels: 1)
    let label = try TaskLabel(
      .keypoints, shape: shape, values: [255, 1, 1, 1, 255, 255, 1, 1, 255, 255, 255, 1])
    #expect(
      try (0..<3).map { try label.prepared(image: $0, height: 2, width: 2).validCount } == [
        3, 2, 1,
      ])
  }
}
