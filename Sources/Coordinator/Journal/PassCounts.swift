internal import Attacks
internal import Jobs
internal import Tasks

/// What the configurations of a job cost, in passes through the network for an image.
struct PassCounts {
  /// Of the clean images, which every unit computes: judged, and a forward and a backward pass that
  /// attacks share.
  static let clean = 3

  /// Of every attack, without what it shares with others.
  private let attacks: [Int]

  /// - Parameter attacks: of every attack.
  init(attacks: [Int]) { self.attacks = attacks }

  /// - Throws: `AttackError` for attacks that the model has no tasks for.
  init(_ job: EvaluationJob) throws {
    let tasks = job.model.conventions.map(\.task.rawValue)
    attacks = try job.attacks.map { try $0.attack.passCount(tasks: tasks) }
  }

  /// What a configuration adds to a unit.
  subscript(configuration: Int) -> Int {
    configuration == RecordKey.clean ? 0 : attacks[configuration - 1]
  }

  /// The sum over configurations.
  func sum(_ configurations: [Int]) -> Int { configurations.reduce(0) { $0 + self[$1] } }

  /// What a unit costs.
  func work(_ unit: WorkUnit) -> Int {
    (Self.clean + sum(unit.configurations)) * unit.images.count
  }
}
