import Attacks
import HDF5Store
import Kernels

/// Compares the checkpoints of Auto-PGD and the step sizes that given objectives lead to.
struct AttackSchedules: Decodable {
  private struct Trace: Decodable {
    let N: Int
    let f: [Double]
    let eta0: Float
    let eta: [Float]
  }

  private let checkpoints: [String: [Int]]
  private let eta_cases: [Trace]

  /// Adds all comparisons to `report`.
  func check(_ report: inout ConformanceReport) {
    let differing = checkpoints.count { name, expected in
      Int(name).map { APGDStepRule.checkpoints(count: $0) } != expected
    }
    report.add("checkpoints of \(checkpoints.count) lengths", .count, Double(differing), bound: 0)
    for (index, trace) in eta_cases.enumerated() {
      var rule = APGDStepRule(.paper, count: trace.N, firstStep: trace.eta0)
      for objective in trace.f { _ = rule.append(objective) }
      let differing = zip(rule.stepSizes, trace.eta).count { $0 != $1 }
      report.add(
        "step sizes of trace \(index), \(trace.N) steps", .count,
        Double(differing + abs(rule.stepSizes.count - trace.eta.count)), bound: 0)
    }
  }
}

/// Compares the derivative that Auto-SAGA takes for the sign's.
enum AttackOperations {
  /// The member that holds the reference.
  static let member = "sech_squared"

  /// Adds the comparisons to `report`. The reference is 0 or NaN where its formula overflows; here
  /// it is small there, and finite everywhere.
  static func check(_ file: ReferenceFile, _ report: inout ConformanceReport) throws {
    let group = try file.root.group(member)
    let arguments = try file.floats(group, "x").values
    let expected = try file.array(group, "y", count: arguments.count)
    let found = arguments.map { HyperbolicSecant.squared($0) }
    let finite = expected.indices.filter { expected[$0].isFinite }
    report.add(
      member, .largest,
      Differences.largest(finite.map { found[$0] }, finite.map { expected[$0] }), bound: 1e-6)
    report.add(
      "\(member) finite everywhere", .count, Double(found.count { !$0.isFinite }), bound: 0)
  }
}
