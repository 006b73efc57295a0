import Jobs
import Networks
import Tasks
import Testing

@Suite struct ModelSelectionTests {
  private func selection(_ lines: String) throws -> ModelSelection {
    let start = JobTexts.base.split(separator: "\n").prefix(7).joined(separator: "\n")
    let end = JobTexts.base.split(separator: "\n").dropFirst(11).joined(separator: "\n")
    return try EvaluationJob(yaml: "\(start)\n\(lines)\n\(end)", path: "job.yml").model
  }

  private func shapes(_ description: ModelDescription) throws -> [String: [Int]] {
    Dictionary(
      uniqueKeysWithValues: try description.graph().parameters.map { ($0.name, $0.shape) })
  }

  private let narrow = """
      backbone: resnet34-deeplab
      stage-widths: [4, 4, 8, 8]
      head-width: 6
      layout: 9
    """

  @Test("with a seed, what is not stated is published")
  func published() throws {
    let description = try selection("  backbone: resnet34-deeplab\n  weights-seed: 1").description()
    #expect(description.architecture == .resNet34DeepLab(ResNet34DeepLab()))
    #expect(description.headWidth == 1024)
    #expect(description.tasks.map(\.outputChannels) == [40, 3, 1])
    let mobile = try selection("  backbone: mobilenetv2\n  weights-seed: 1").description()
    #expect(mobile.architecture == .mobileNetV2(MobileNetV2()))
    #expect(mobile.layout.blockCount == 32)
  }

  @Test("with a checkpoint, widths follow from the tensors, and stated ones are checks")
  func inferred() throws {
    let expected = try selection("\(narrow)\n  weights-seed: 1").description()
    let shapes = try shapes(expected)
    let silent = try selection(
      "  backbone: resnet34-deeplab\n  layout: 9\n  checkpoint: a.model")
    #expect(try silent.description(parameterShapes: shapes) == expected)
    let stated = try selection("\(narrow)\n  checkpoint: a.model")
    #expect(try stated.description(parameterShapes: shapes) == expected)
  }

  @Test(
    "a checkpoint that is another model's is refused with the key",
    arguments: [
      (
        "  backbone: resnet34-deeplab\n  stage-widths: [4, 4, 8, 16]\n  layout: 9",
        JobMismatch(
          "model.stage-widths", of: "a.model", expected: "[4, 4, 8, 16]", found: "[4, 4, 8, 8]")
      ),
      (
        "  backbone: resnet34-deeplab\n  head-width: 7\n  layout: 9",
        JobMismatch("model.head-width", of: "a.model", expected: "7", found: "6")
      ),
      (
        "  backbone: resnet34-deeplab\n  classes: 13\n  layout: 9",
        JobMismatch(
          "prediction of segment_semantic", of: "a.model", expected: "13 channels",
          found: "40 channels")
      ),
    ])
  func mismatch(lines: String, expected: JobMismatch) throws {
    let shapes = try shapes(selection("\(narrow)\n  weights-seed: 1").description())
    let selection = try selection("\(lines)\n  checkpoint: a.model")
    #expect(throws: expected) { try selection.description(parameterShapes: shapes) }
  }

  @Test("another layout does not fit a checkpoint's tensors")
  func otherLayout() throws {
    let shapes = try shapes(selection("\(narrow)\n  weights-seed: 1").description())
    let selection = try selection(
      "  backbone: resnet34-deeplab\n  layout: separate\n  checkpoint: a.model")
    let error = #expect(throws: JobMismatch.self) {
      try selection.description(parameterShapes: shapes)
    }
    #expect(error?.subject == "a.model")
    #expect(error?.finding.contains("residual_block.0.weight") == true)
  }

  @Test("a MobileNetV2's widths are checks too")
  func mobileNet() throws {
    let expected = try selection(
      "  backbone: mobilenetv2\n  width-multiplier: 0.125\n  head-width: 4\n  weights-seed: 1"
    ).description()
    let shapes = try shapes(expected)
    let silent = try selection("  backbone: mobilenetv2\n  checkpoint: a.model")
    #expect(try silent.description(parameterShapes: shapes) == expected)
    let wrong = try selection(
      """
        backbone: mobilenetv2
        stem-width: 4
        stage-widths: [2, 3, 4, 8, 12, 20, 40]
        last-width: 161
        checkpoint: a.model
      """)
    #expect(
      throws: JobMismatch("model.last-width", of: "a.model", expected: "161", found: "160")
    ) { try wrong.description(parameterShapes: shapes) }
  }

  @Test("layouts without a number, a description or tasks to fit are refused")
  func layouts() throws {
    #expect(throws: LayoutError.self) {
      try LayoutSelection.number(1).layout(taskCount: 3, blockCount: 17, mapping: nil)
    }
    #expect(throws: LayoutError.self) {
      try LayoutSelection.number(51).layout(taskCount: 3, blockCount: 17, mapping: .resNet34)
    }
    #expect(throws: LayoutError.self) {
      try LayoutSelection.blocks(TreeLayout(sharedBy: 2, blocks: 17))
        .layout(taskCount: 3, blockCount: 17, mapping: .resNet34)
    }
    let separate = try LayoutSelection.separate.layout(
      taskCount: 2, blockCount: 3, mapping: nil)
    #expect(separate == (try TreeLayout(Array(repeating: [[0], [1]], count: 3))))
    #expect(LayoutSelection.separate.number == nil && LayoutSelection.shared.number == 0)
  }
}
