internal import Networks
internal import Tasks

/// Reads `model`.
struct ModelDecoder {
  let section: Section<ModelKey>
  /// How the data's labels are encoded; nil when it is missing or wrong.
  let kind: LabelDialect?

  /// The model; nil when a problem has been reported.
  func decode() -> ModelSelection? {
    let weights = WeightSource(section)
    let backbone = BackboneDecoder(section: section, isTrained: weights == .checkpoint).decode()
    let headWidth = section.integer(.headWidth, in: ModelKey.widths)
    let conventions = kind.flatMap { ConventionDecoder(section: section, kind: $0).decode() }
    guard let backbone, let conventions,
      let layout = LayoutDecoder(
        section: section, taskCount: conventions.count, mapping: backbone.mapping
      ).decode(),
      let weights = weights?.decode(section, layout)
    else { return nil }
    let model = ModelSelection(
      backbone: backbone, headWidth: headWidth, conventions: conventions, layout: layout,
      weights: weights)
    return isPossible(model) ? model : nil
  }

  /// Builds the network where nothing is needed from a file.
  private func isPossible(_ model: ModelSelection) -> Bool {
    guard case .seed = model.weights, model.prototxtPath == nil else { return true }
    do {
      _ = try model.description().graph()
      return true
    } catch {
      section.problems.add(
        section.place, key: section.path, expected: "a model that can be built",
        found: "\(error)")
      return false
    }
  }
}

/// Which of the two keys says where weights come from.
private enum WeightSource {
  case checkpoint
  case seed

  /// Reports when neither or both are there.
  init?(_ section: Section<ModelKey>) {
    switch (section.has(.checkpoint), section.has(.weightsSeed)) {
    case (true, false): self = .checkpoint
    case (false, true): self = .seed
    case (true, true):
      section.refuseKey(.weightsSeed, because: "beside checkpoint")
      return nil
    case (false, false):
      section.problems.add(
        section.place, key: section.path, expected: "checkpoint or weights-seed",
        found: "neither")
      return nil
    }
  }

  func decode(_ section: Section<ModelKey>, _ layout: LayoutSelection) -> WeightSelection? {
    switch self {
    case .seed:
      return section.integer(.weightsSeed, in: 0...UInt64.max).map(WeightSelection.seed)
    case .checkpoint:
      guard let node = section.node(.checkpoint) else { return nil }
      return PathTemplate(layout: layout).path(.checkpoint, node, in: section).map {
        .checkpoint(path: $0)
      }
    }
  }
}
