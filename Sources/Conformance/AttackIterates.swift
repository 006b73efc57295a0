import Attacks
import HDF5Store
import Kernels
import TensorCore

/// Follows one stored run point by point: the direction at every stored point, and the point that
/// the stored signs lead to.
struct AttackIterates {
  /// The members that hold the points and the signs of the directions there.
  static let members = ["iterates_sample0", "direction_sign_sample0"]

  private let file: ReferenceFile
  private let run: AttackRun
  private let subject: AttackSubject
  private let points: [[Float]]
  private let signs: [[Float]]

  init(_ file: ReferenceFile, _ run: AttackRun, _ subject: AttackSubject) throws {
    self.file = file
    self.run = run
    self.subject = subject
    points = try Self.rows(file, run, subject, Self.members[0])
    signs = try Self.rows(file, run, subject, Self.members[1])
  }

  /// Adds the comparisons to `report`.
  func check(_ report: inout ConformanceReport) throws {
    try checkSigns(&report)
    try checkUpdates(&report)
  }

  private func checkSigns(_ report: inout ConformanceReport) throws {
    let network = try subject.network(0)
    var names = ["direction_sign_sample0"]
    if try run.group.contains("direction_sign_f64_sample0") {
      names.append("direction_sign_f64_sample0")
    }
    let references = try names.map { try Self.rows(file, run, subject, $0) }
    var sums = [Double](repeating: 0, count: names.count)
    for (step, point) in points.enumerated() {
      let direction = try direction(at: point, network)
      for place in names.indices {
        sums[place] += Differences.signsDiffering(
          direction, references[place][step].map { Double($0) })
      }
    }
    for (name, sum) in zip(names, sums) {
      report.add(
        "\(run.name)/\(name)", .signsDiffering, sum / Double(points.count),
        bound: Tolerances.iterateSigns)
    }
  }

  /// The strategy's direction at a point, by one weighted backward pass.
  private func direction(
    at point: [Float], _ network: any DifferentiableModel
  ) throws -> [Float] {
    var losses = LossTable(imageCount: 1, taskCount: network.taskCount)
    try network.evaluate(point.span, into: &losses)
    let table = losses
    let balancer = run.attack.strategy.balancer(
      cleanLosses: (0..<network.taskCount).map { table[0, $0] })
    var weights = TaskWeights(imageCount: 1, taskCount: network.taskCount)
    _ = weights.withRow(0) { balancer.weigh(table.row(0), into: &$0) }
    var gradient = [Float](repeating: 0, count: point.count)
    var span = gradient.mutableSpan
    try network.inputGradient(weights, into: &span)
    return gradient
  }

  /// Every point from the ones before it and the stored signs.
  private func checkUpdates(_ report: inout ConformanceReport) throws {
    let clean = subject.model.image(0)
    var largest = 0.0
    var best = points[0]
    var bestObjective = -Double.infinity
    var rule: APGDStepRule?
    var objectives: [Double] = []
    if let variant = run.apgd {
      let count = subject.sampleCount * (run.stepCount + 1)
      objectives = Array(try file.array(run.group, "f", count: count)[...run.stepCount])
      var first = APGDStepRule(
        variant, count: run.stepCount, firstStep: run.firstStep(subject.threat.radius))
      _ = first.append(objectives[0])
      rule = first
      bestObjective = objectives[0]
    }
    for step in points.indices {
      var next = self.next(step, clean: clean, stepSize: rule?.stepSizes[step])
      if var known = rule {
        let objective = objectives[step + 1]
        if objective >= bestObjective { (best, bestObjective) = (next, objective) }
        if known.append(objective), run.apgd == .paperRevised { next = best }
        rule = known
      }
      let expected: [Float]
      if step + 1 < points.count {
        expected = points[step + 1]
      } else {
        guard try run.group.contains("adv") else { break }
        let stored = try file.nhwc(run.group, "adv", of: subject.model.shape)
        expected = Array(stored[..<subject.model.shape.imageElementCount])
        if rule != nil { next = best }
      }
      largest = max(largest, Differences.largest(next, expected.map { Double($0) }))
    }
    report.add("\(run.name): update rule", .largest, largest, bound: Tolerances.updateRule)
  }

  private func next(_ step: Int, clean: [Float], stepSize: Float?) -> [Float] {
    let threat = subject.threat
    let box = PerturbationBox(around: clean.span, radius: threat.radius, range: threat.range)
    let (current, sign) = (points[step], signs[step])
    let size = PixelBudget(stepSize ?? threat.radius.pixels / Float(run.stepCount))
    if stepSize != nil, step > 0 {
      var next = points[step - 1]
      var span = next.mutableSpan
      MomentumStep.advance(
        &span, from: current.span, along: sign.span, stepSize: size,
        weight: AutoPGD.stepShare, within: box, intermediate: .ball)
      return next
    }
    var next = current
    var span = next.mutableSpan
    SignedStep.apply(to: &span, along: sign.span, stepSize: size, within: box)
    return next
  }

  /// The images of a dataset with one for every step, NHWC.
  private static func rows(
    _ file: ReferenceFile, _ run: AttackRun, _ subject: AttackSubject, _ name: String
  ) throws -> [[Float]] {
    var shape = subject.model.shape
    shape.batch = run.stepCount
    let stored = try file.nhwc(run.group, name, of: shape)
    let size = shape.imageElementCount
    return (0..<shape.batch).map { Array(stored[$0 * size..<($0 + 1) * size]) }
  }
}
