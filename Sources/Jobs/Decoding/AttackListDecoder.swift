internal import Attacks
internal import Kernels

/// Reads `attacks` and expands their lists.
///
/// The lists of an attack stand for all combinations, as nested loops in the order of the keys: the
/// values of the last list change first.
struct AttackListDecoder {
  let problems: ProblemCollector
  /// The names of the model's tasks; nil when they are not known, and not checked then.
  let tasks: [String]?

  /// The configurations in order; nil when a problem has been reported.
  func decode(_ section: Section<JobFileKey>) -> [AttackConfiguration]? {
    guard let node = section.required(.attacks) else { return nil }
    guard case .list(let nodes) = node.content, !nodes.isEmpty else {
      section.refuse(.attacks, node)
      return nil
    }
    var configurations: [AttackConfiguration] = []
    var places: [AttackConfiguration: JobPlace] = [:]
    for (index, node) in nodes.enumerated() {
      let path = "\(section.name(.attacks))[\(index)]"
      guard
        let attack = Section<AttackKey>(node, at: node.place, path: path, problems: problems)
      else { continue }
      let decoder = AttackDecoder(section: attack, tasks: tasks)
      let room = EvaluationJob.largestAttackCount - configurations.count
      for (configuration, place) in decoder.decode(atMost: room) {
        if let earlier = places[configuration] {
          problems.add(
            place, key: path, expected: "attacks that differ",
            found: "\(configuration) again, as \(DocumentParser.words(earlier))")
          continue
        }
        places[configuration] = place
        configurations.append(configuration)
      }
    }
    return configurations
  }
}
