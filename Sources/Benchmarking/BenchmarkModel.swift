public import Networks

/// The backbones that can be timed.
public enum BenchmarkModel: String, CaseIterable, Hashable, Sendable, Codable {
  /// ResNet-34 with dilations, output stride 8.
  case resNet34DeepLab = "resnet34-deeplab"
  /// MobileNetV2, output stride 32.
  case mobileNetV2 = "mobilenetv2"

  /// The published numbers of channels: of the four stages; of stem, seven stages and last
  /// convolution.
  public var publishedWidths: [Int] {
    switch self {
    case .resNet34DeepLab: ResNet34DeepLab().stageWidths
    case .mobileNetV2:
      [MobileNetV2().stemWidth] + MobileNetV2().stageWidths + [MobileNetV2().lastWidth]
    }
  }

  /// The blocks between the points at which the published layouts branch.
  public var blockMapping: BlockMapping {
    switch self {
    case .resNet34DeepLab: .resNet34
    case .mobileNetV2: .mobileNetV2
    }
  }

  /// The backbone with those numbers of channels.
  /// - Throws: ``WorkloadError`` unless there are as many as ``publishedWidths`` has.
  func architecture(widths: [Int]) throws -> ModelDescription.Architecture {
    guard widths.count == publishedWidths.count else {
      throw WorkloadError(
        part: "widths of \(rawValue)", expectation: "\(publishedWidths.count) numbers",
        finding: "\(widths.count)")
    }
    switch self {
    case .resNet34DeepLab: return .resNet34DeepLab(ResNet34DeepLab(stageWidths: widths))
    case .mobileNetV2:
      return .mobileNetV2(
        MobileNetV2(
          stemWidth: widths[0], stageWidths: Array(widths[1..<8]), lastWidth: widths[8]))
    }
  }

  /// Reads a layout: a number of the published enumeration, or the text form, over the branching
  /// points or over all blocks. Without any, all tasks share all blocks.
  /// - Throws: ``WorkloadError``, ``LayoutError``.
  func layout(_ text: String?, taskCount: Int) throws -> TreeLayout {
    let coarse = blockMapping.blocks.count
    guard let text else {
      return TreeLayout(sharedBy: taskCount, blocks: blockMapping.blockCount)
    }
    if let number = Int(text) {
      let layouts = try TreeLayout.enumerate(tasks: taskCount, blocks: coarse)
      guard layouts.indices.contains(number) else {
        throw WorkloadError(
          part: "number of the layout", expectation: "from 0 to \(layouts.count - 1)",
          finding: text)
      }
      return try layouts[number].refined(by: blockMapping)
    }
    let layout = try TreeLayout(parsing: text)
    guard layout.taskCount == taskCount else {
      throw WorkloadError(
        part: "layout", expectation: "\(taskCount) tasks", finding: "\(layout.taskCount)")
    }
    if layout.blockCount == coarse { return try layout.refined(by: blockMapping) }
    guard layout.blockCount == blockMapping.blockCount else {
      throw WorkloadError(
        part: "layout", expectation: "\(coarse) or \(blockMapping.blockCount) blocks",
        finding: "\(layout.blockCount)")
    }
    return layout
  }
}
