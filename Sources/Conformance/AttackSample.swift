import Attacks
import DeepLearningPrimitives
import HDF5Store
import Kernels

/// Compares one run of Auto-PGD with DGBA that a network's own file holds, `apgd_mtl`: the first
/// sample, with its clean losses as the objective's base.
struct AttackSample {
  /// The member that holds it.
  static let member = "apgd_mtl"
  private let file: ReferenceFile
  private let group: HDF5Group
  private let subject: AttackSubject
  private let stepCount: Int
  private let prefix: String

  init(_ file: ReferenceFile, _ group: HDF5Group, prefix: String, engine: Engine) throws {
    self.file = file
    self.group = try group.group(Self.member)
    self.prefix = "\(prefix)\(Self.member)"
    let radius = try file.root.attributes.readConverting("eps", as: Double.self)
    guard 0...255 ~= radius else { throw file.fault("eps", "a number in 0...255", "\(radius)") }
    stepCount = Int(try file.root.attributes.readConverting("steps", as: Int64.self))
    subject = try AttackSubject(file, group, engine: engine, radius: radius)
  }

  /// Adds the comparisons to `report`.
  func check(_ report: inout ConformanceReport) throws {
    let (values, steps) = try subject.run(
      Attack(AutoPGD(.paper, count: stepCount), Balanced()), 0)
    let stored = try file.nhwc(group, "adv")
    let objectives = try file.array(group, "f").values
    let stepSizes = try file.array(group, "eta").values
    guard stored.values.count == values.count, objectives.count == steps.count,
      stepSizes.count == steps.count
    else {
      throw file.fault(prefix, "results of \(stepCount) steps", "\(objectives.count) objectives")
    }
    report.add(
      "\(prefix)/adv", .valuesDiffering, Differences.valuesApart(values, stored.values),
      bound: Tolerances.shortRun)
    let count = Double(subject.model.tasks.count)
    report.add(
      "\(prefix)/f", .shareOfRange,
      Differences.shareOfRange(steps.map { count * $0.objective }, objectives),
      bound: Tolerances.objective)
    report.add(
      "\(prefix)/eta", .largest, Differences.largest(steps.map(\.stepSize), stepSizes),
      bound: 1e-6)
  }
}
