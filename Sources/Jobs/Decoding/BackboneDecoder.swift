internal import Networks

/// Reads the keys of `model` that describe the backbone.
struct BackboneDecoder {
  let section: Section<ModelKey>
  /// Whether a checkpoint has the widths, so that none need be stated.
  let isTrained: Bool

  private static let optional: [ModelKey] = [
    .stageWidths, .widthMultiplier, .stemWidth, .lastWidth, .prototxt, .coarseBlocks,
  ]

  /// The backbone; nil when a problem has been reported.
  func decode() -> BackboneSelection? {
    guard
      let kind = section.required(.backbone).flatMap({ node in
        section.choice(.backbone, node, as: BackboneSelection.Kind.self)
      })
    else { return nil }
    let known: Set<ModelKey>
    let backbone: BackboneSelection?
    switch kind {
    case .resNet34DeepLab:
      known = [.stageWidths]
      backbone = resNet()
    case .mobileNetV2:
      known = [.stageWidths, .widthMultiplier, .stemWidth, .lastWidth]
      backbone = mobileNet()
    case .prototxt:
      known = [.prototxt, .coarseBlocks]
      backbone = prototxt()
    }
    for key in Self.optional where !known.contains(key) {
      section.refuseKey(key, because: "with backbone \(kind.rawValue)")
    }
    return backbone
  }

  private func resNet() -> BackboneSelection? {
    guard section.has(.stageWidths) else { return .resNet34DeepLab(stageWidths: nil) }
    return section.integers(
      .stageWidths, count: ResNet34DeepLab.stageLengths.count, in: ModelKey.widths
    ).map { .resNet34DeepLab(stageWidths: $0) }
  }

  private func mobileNet() -> BackboneSelection? {
    let explicit: [ModelKey] = [.stemWidth, .stageWidths, .lastWidth]
    if let node = section.node(.widthMultiplier) {
      for key in explicit { section.refuseKey(key, because: "beside width-multiplier") }
      guard let factor = section.number(.widthMultiplier, in: 0...Double(ModelLimits.channels))
      else { return nil }
      do {
        return .mobileNetV2(try MobileNetV2(widthMultiplier: factor))
      } catch {
        section.refuse(.widthMultiplier, node)
        return nil
      }
    }
    guard explicit.contains(where: section.has) else { return .mobileNetV2(nil) }
    let stem = section.required(.stemWidth).flatMap {
      section.integer(.stemWidth, $0, in: ModelKey.widths)
    }
    let stages = section.required(.stageWidths).flatMap { _ in
      section.integers(
        .stageWidths, count: MobileNetV2.stageLengths.count, in: ModelKey.widths)
    }
    let last = section.required(.lastWidth).flatMap {
      section.integer(.lastWidth, $0, in: ModelKey.widths)
    }
    guard let stem, let stages, let last else { return nil }
    return .mobileNetV2(MobileNetV2(stemWidth: stem, stageWidths: stages, lastWidth: last))
  }

  private func prototxt() -> BackboneSelection? {
    let path = section.required(.prototxt).flatMap {
      section.text(.prototxt, $0, where: DataDecoder.isPath)
    }
    var mapping: BlockMapping?
    if section.has(.coarseBlocks) {
      guard let lengths = section.integers(.coarseBlocks, in: 1...ModelLimits.layers) else {
        return nil
      }
      mapping = coarseBlocks(lengths)
      if mapping == nil { return nil }
    }
    return path.map { .prototxt(path: $0, mapping: mapping) }
  }

  private func coarseBlocks(_ lengths: [Int]) -> BlockMapping? {
    let count = lengths.reduce(0, +)
    guard count <= ModelLimits.layers else {
      if let node = section.node(.coarseBlocks) {
        section.refuse(
          .coarseBlocks, node, expected: "at most \(ModelLimits.layers) blocks in all")
      }
      return nil
    }
    var next = 0
    let blocks = lengths.map { length in
      defer { next += length }
      return Array(next..<next + length)
    }
    do {
      return try BlockMapping(blocks)
    } catch {
      section.problems.add(
        section.place, key: section.name(.coarseBlocks),
        expected: ModelKey.coarseBlocks.reference.accepted, found: "\(error)")
      return nil
    }
  }
}
