extension NetworkGraph {
  /// Creates the network in which tasks share a backbone as a layout says.
  ///
  /// Copy K of a block has the parameters `backbone.mtl_blocks.K...`; copies are numbered block by
  /// block, inside a block in the order of the layout's sets. Task i of the layout is the i-th head;
  /// its parameters are `heads.TASK...`. Nodes stand in the order of PyTorch's state dict.
  /// - Throws: ``GraphError`` when layers do not fit; ``ModelError`` when layout, backbone and heads
  ///   do not, or names of tasks are not usable.
  public init(backbone: Backbone, layout: TreeLayout, heads: [TaskHead]) throws {
    guard layout.blockCount == backbone.blocks.count else {
      throw ModelError(
        part: "layout", expectation: "the backbone's \(backbone.blocks.count) blocks",
        finding: "\(layout.blockCount)")
    }
    guard layout.taskCount == heads.count else {
      throw ModelError(
        part: "heads", expectation: "one for each of the layout's \(layout.taskCount) tasks",
        finding: "\(heads.count)")
    }
    try Self.validateNames(heads.map(\.task))
    self.init(inputChannels: backbone.inputChannels)

    var features = Array(repeating: input, count: heads.count)
    var copy = 0
    for (template, sets) in zip(backbone.blocks, layout.blocks) {
      for set in sets {
        // All tasks of the set have the same features: the layout never joins what it has parted.
        guard let representative = set.first else { continue }
        let output = try add(
          template, features[representative], parameterPrefix: "backbone.mtl_blocks.\(copy)")
        for task in set { features[task] = output }
        copy += 1
      }
    }
    for (task, head) in zip(features, heads) {
      try ModelLimits.validate(
        channels: [head.head.width, head.head.outputChannels], count: 2,
        part: "width and outputs of the head of \(head.task)")
      let template = head.head.template(inputChannels: backbone.outputChannels)
      addOutput(head.task, node: try add(template, task, parameterPrefix: "heads.\(head.task)"))
    }
    let count = parameters.reduce(0) { $0 + $1.elementCount }
    guard count <= ModelLimits.parameterValues else {
      throw ModelError(
        part: "network", expectation: "at most \(ModelLimits.parameterValues) parameters' values",
        finding: "\(count)")
    }
  }

  /// Checks that names of tasks can be parts of parameters' names.
  private static func validateNames(_ names: [String]) throws {
    for (index, name) in names.enumerated() {
      guard !name.isEmpty, !name.contains(where: { $0 == "." || $0.isWhitespace }) else {
        throw ModelError(
          part: "name of task \(index)", expectation: "a word without dots", finding: "\"\(name)\"")
      }
      guard !names[..<index].contains(name) else {
        throw ModelError(
          part: "name of task \(index)", expectation: "a name of its own",
          finding: "\"\(name)\" again")
      }
    }
  }
}
