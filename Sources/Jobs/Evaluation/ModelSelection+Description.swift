public import Networks
internal import Tasks

extension ModelSelection {
  /// The model without its weights.
  ///
  /// With a checkpoint everything follows from the shapes of its tensors, and is then held against
  /// what the job says. Nothing is read from files: whoever calls has done that.
  /// - Parameters:
  ///   - prototxt: The text of the layer description at ``prototxtPath``.
  ///   - parameterShapes: Shapes of all tensors of the checkpoint, by name.
  /// - Throws: `ModelError`, `LayoutError` or `PrototxtError` when the parts do not fit each other;
  ///   ``JobMismatch`` when the job says other than the description or the checkpoint.
  /// - Precondition: the text is there for a layer description, the shapes for a checkpoint.
  public func description(
    prototxt: String? = nil, parameterShapes: [String: [Int]]? = nil
  ) throws -> ModelDescription {
    let architecture = try architecture(prototxt)
    let layout = try self.layout.layout(
      taskCount: conventions.count, blockCount: architecture.backbone().blocks.count,
      mapping: backbone.mapping)
    guard case .checkpoint(let path) = weights else {
      return ModelDescription(
        architecture: architecture, headWidth: headWidth ?? Self.publishedHeadWidth,
        tasks: conventions.map {
          .init(name: $0.task.rawValue, outputChannels: $0.predictionChannels)
        },
        layout: layout)
    }
    guard let parameterShapes else { preconditionFailure("no shapes of the tensors of \(path)") }
    var described: Backbone?
    if case .blocks(let backbone) = architecture { described = backbone }
    let found: ModelDescription
    do {
      found = try ModelDescription(
        inferredFrom: parameterShapes, tasks: tasks.map(\.rawValue), layout: layout,
        backbone: described)
    } catch {
      throw JobMismatch(
        "model", of: path, expected: "a checkpoint of its backbone, tasks and layout",
        found: "\(error)")
    }
    try check(found, checkpoint: path)
    return found
  }

  /// The published width of the heads.
  public static var publishedHeadWidth: Int { 1024 }

  /// The backbone as the job states it, with the published widths where it states none.
  private func architecture(_ prototxt: String?) throws -> ModelDescription.Architecture {
    switch backbone {
    case .resNet34DeepLab(let widths):
      return .resNet34DeepLab(
        widths.map { ResNet34DeepLab(stageWidths: $0) } ?? ResNet34DeepLab())
    case .mobileNetV2(let network):
      return .mobileNetV2(network ?? MobileNetV2())
    case .prototxt(let path, let mapping):
      guard let prototxt else { preconditionFailure("no text of \(path)") }
      let backbone = try Backbone(prototxt: prototxt, file: path)
      if let mapping {
        try require("model.coarse-blocks", mapping.blockCount, backbone.blocks.count, path)
      }
      return .blocks(backbone)
    }
  }

  /// Compares what the job says with what follows from a checkpoint.
  private func check(_ found: ModelDescription, checkpoint path: String) throws(JobMismatch) {
    switch (backbone, found.architecture) {
    case (.resNet34DeepLab(let widths?), .resNet34DeepLab(let network)):
      try require("model.stage-widths", widths, network.stageWidths, path)
    case (.mobileNetV2(let expected?), .mobileNetV2(let network)):
      try require("model.stem-width", expected.stemWidth, network.stemWidth, path)
      try require("model.stage-widths", expected.stageWidths, network.stageWidths, path)
      try require("model.last-width", expected.lastWidth, network.lastWidth, path)
    default: break
    }
    if let headWidth { try require("model.head-width", headWidth, found.headWidth, path) }
    for (convention, task) in zip(conventions, found.tasks) {
      try require(
        "prediction of \(task.name)", "\(convention.predictionChannels) channels",
        "\(task.outputChannels) channels", path)
    }
  }

  private func require<Value: Equatable>(
    _ key: String, _ expected: Value, _ found: Value, _ path: String
  ) throws(JobMismatch) {
    guard expected == found else {
      throw JobMismatch(key, of: path, expected: "\(expected)", found: "\(found)")
    }
  }
}
