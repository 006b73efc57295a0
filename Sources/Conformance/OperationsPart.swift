import DeepLearningPrimitives
import HDF5Store
import Networks
import Tasks
import TensorCore

/// Compares single operations: pooling with ties, nearest indices, losses in corner cases.
struct OperationsPart {
  private let file: ReferenceFile
  private let engine: Engine
  private static let groups = ["maxpool_ties", "nearest_index", "losses", AttackOperations.member]

  /// Whether a file holds such parts.
  static func isPresent(in root: HDF5Group) throws -> Bool {
    try groups.contains { try root.contains($0) }
  }

  init(_ file: ReferenceFile, engine: Engine) {
    self.file = file
    self.engine = engine
  }

  /// Adds all comparisons to `report`.
  func check(_ report: inout ConformanceReport) throws {
    if try file.root.contains("maxpool_ties") { try checkPooling(&report) }
    if try file.root.contains("nearest_index") { try checkNearest(&report) }
    if try file.root.contains("losses") { try LossPart(file).check(&report) }
    if try file.root.contains(AttackOperations.member) {
      try AttackOperations.check(file, &report)
    }
    for name in try file.root.memberNames() where !Self.groups.contains(name) {
      report.notCovered.append(name)
    }
  }

  private func checkPooling(_ report: inout ConformanceReport) throws {
    let group = try file.root.group("maxpool_ties")
    for name in try group.memberNames() {
      let member = try group.group(name)
      let input = try file.nhwc(member, "input")
      var graph = NetworkGraph(inputChannels: input.shape.channels)
      let pooling = Pooling(kernel: 3, stride: 2, padding: 1, ceilMode: true)
      graph.addOutput("pooled", node: try graph.add(.maxPool(pooling), graph.input))
      let plan = try ExecutionPlan(
        graph, weights: NetworkWeights(ParameterSet(), engine: engine), inputShape: input.shape,
        options: .attack)
      try plan.forward(input.values.span)
      let output = Tensor(plan.outputs[0].shape, nhwc: plan.output(0)).nchwArray()
      let expected = try file.array(member, "output").values
      let cotangent = try file.nhwc(member, "grad_output")
      guard output.count == expected.count, cotangent.shape == plan.outputs[0].shape else {
        throw file.fault(
          "maxpool_ties/\(name)", "an output of \(plan.outputs[0].shape)", "\(cotangent.shape)")
      }
      report.add(
        "maxpool_ties/\(name) output", .largest, Differences.largest(output, expected), bound: 0)
      plan.withOutputGradient(0) { span in
        for index in span.indices { span[index] = cotangent.values[index] }
      }
      let gradient = Tensor(input.shape, nhwc: try plan.backward(.all)).nchwArray()
      let reference = try file.array(member, "grad_input", count: gradient.count)
      report.add(
        "maxpool_ties/\(name) gradient", .largest, Differences.largest(gradient, reference),
        bound: 1e-6)
    }
  }

  private func checkNearest(_ report: inout ConformanceReport) throws {
    let group = try file.root.group("nearest_index")
    for name in try group.memberNames() {
      let sizes = name.split(separator: "_").compactMap { Int($0) }
      guard sizes.count == 2, sizes.allSatisfy({ $0 > 0 }) else {
        throw file.fault("nearest_index/\(name)", "a name such as 321_to_41", name)
      }
      let expected = try file.array(group, name, count: sizes[1])
      let found = NearestNeighbor.sourceIndices(from: sizes[0], to: sizes[1])
      let differing = zip(found, expected).count { Double($0) != $1 }
      report.add("nearest_index/\(name)", .count, Double(differing), bound: 0)
    }
  }
}
