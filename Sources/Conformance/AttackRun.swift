import Attacks
import Foundation
import HDF5Store
import Kernels

/// One stored run of an attack, named `METHOD_VARIANT[_TASK|_total][_sSTEPS][_direct]`.
struct AttackRun {
  let name: String
  let group: HDF5Group
  let stepCount: Int
  let attack: Attack
  /// Whether the run is one of Auto-PGD.
  var isAPGD: Bool { apgd != nil }
  /// Which Auto-PGD it is.
  let apgd: APGDVariant?
  private let statedStep: Float?
  /// Whether the run's parameters are not those of the published dispatcher.
  let isDirect: Bool

  /// The parameters of a direct call, as the note of the run has them.
  private struct Parameters: Decodable {
    var etaStart: Float?
    var alphaLearningRate: Float?
    var decay: Float?
  }

  /// Reads the name and the note of a run.
  /// - Parameters:
  ///   - tasks: the names of the model's tasks.
  ///   - meanLosses: the clean model's mean losses, the base of the published objective.
  /// - Throws: ``ConformanceError`` when the name is not of that form.
  init(
    _ file: ReferenceFile, _ group: HDF5Group, name: String, tasks: [String],
    meanLosses: [Double]
  ) throws {
    func fault() -> ConformanceError {
      file.fault(name, "METHOD_VARIANT[_TASK|_total][_sSTEPS][_direct]", name)
    }
    self.name = name
    self.group = group
    var rest = name[...]
    isDirect = rest.hasSuffix("_direct")
    if isDirect { rest = rest.dropLast("_direct".count) }
    var steps = 1
    if let mark = rest.range(of: "_s", options: .backwards),
      let count = Int(rest[mark.upperBound...])
    {
      steps = count
      rest = rest[..<mark.lowerBound]
    }
    stepCount = steps
    let parts = rest.split(separator: "_", maxSplits: 2).map(String.init)
    guard parts.count >= 2 else { throw fault() }
    var parameters = Parameters()
    if isDirect, let note = try file.text(group, "note"), let start = note.firstIndex(of: "{") {
      parameters = try JSONDecoder().decode(Parameters.self, from: Data(note[start...].utf8))
    }
    if let step = parameters.etaStart, !(step >= 0 && step.isFinite) {
      throw file.fault("\(name)/note", "a step of 0 or more", "\(step)")
    }

    let strategy: any BalancingStrategy
    switch (parts[1], parts.count == 3 ? parts[2] : "") {
    case ("Ori", "total"): strategy = TotalLoss()
    case ("Ori", let task):
      guard let index = tasks.firstIndex(of: task) else { throw fault() }
      strategy = SingleTask(index)
    case ("MTL", ""): strategy = Balanced(objective: .dataset(meanLosses))
    case ("SignSum", ""): strategy = SignSum()
    default: throw fault()
    }

    let first = parameters.etaStart.map { StepSchedule.Size.pixels(PixelBudget($0)) }
    let method: any AttackMethod
    switch parts[0] {
    case "FGSM": (apgd, method) = (nil, ProjectedGradient.fgsm)
    case "IFGSM": (apgd, method) = (nil, ProjectedGradient(StepSchedule(count: steps)))
    case "AA": (apgd, method) = (.paper, AutoPGD(.paper, count: steps, firstStep: first))
    case "AAR":
      (apgd, method) = (.paperRevised, AutoPGD(.paperRevised, count: steps, firstStep: first))
    case "AS":
      apgd = nil
      method = AutoSAGA(
        StepSchedule(count: steps), lookAhead: .paper,
        rate: parameters.alphaLearningRate ?? 10, decay: parameters.decay ?? 0)
    default: throw fault()
    }
    attack = Attack(method, strategy)
    statedStep = parameters.etaStart
  }

  /// The length of the first step: as stated, or the radius over the number of steps.
  func firstStep(_ radius: PixelBudget) -> Float {
    statedStep ?? Float(Double(radius.pixels) / Double(stepCount))
  }
}
