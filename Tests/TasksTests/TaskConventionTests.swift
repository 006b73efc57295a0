import Tasks
import Testing

@Suite struct TaskConventionTests {
  @Test("names and canonical order are those of the published code")
  func names() {
    #expect(
      DenseTask.allCases.map(\.rawValue)
        == ["segment_semantic", "normal", "depth_zbuffer", "keypoints2d", "edge_texture"])
    #expect(DenseTask.allCases.map(\.canonicalIndex) == [0, 1, 2, 3, 4])
    #expect(DenseTask.allCases.reversed().sorted() == DenseTask.allCases)
  }

  @Test("channels of the benchmarks' predictions")
  func channels() throws {
    let weights = [Float](repeating: 1, count: 17)
    #expect(TaskConvention.nyuv2().map(\.predictionChannels) == [40, 3, 1])
    #expect(
      try TaskConvention.taskonomy(classWeights: weights).map(\.predictionChannels)
        == [17, 3, 1, 1, 1])
    #expect(TaskConvention.nyuv2().map(\.task) == [.segmentation, .normals, .depth])
    #expect(
      try TaskConvention.taskonomy(classWeights: weights).map(\.task) == DenseTask.allCases)
  }

  @Test(
    "impossible segmentations are refused",
    arguments: [
      (0, nil, .classCount(0)), (256, nil, .classCount(256)), (-1, nil, .classCount(-1)),
      (2, [1], .classWeightCount(expected: 2, found: 1)),
      (2, [1, -1], .classWeight(class: 1, found: -1)),
      (2, [.infinity, 1], .classWeight(class: 0, found: .infinity)),
      (2, [0, 0], .noPositiveClassWeight),
    ] as [(Int, [Float]?, TaskConventionError)])
  func refused(classes: Int, weights: [Float]?, expected: TaskConventionError) {
    #expect(throws: expected) {
      try TaskConvention.segmentation(classes: classes, weights: weights)
    }
  }

  @Test("a weight that is not a number is refused and named")
  func notANumber() {
    let error = #expect(throws: TaskConventionError.self) {
      try TaskConvention.segmentation(classes: 2, weights: [1, .nan])
    }
    #expect(error?.description.contains("class 1") == true)
  }
}
