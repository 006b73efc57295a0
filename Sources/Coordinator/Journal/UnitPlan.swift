internal import Jobs

/// Cuts what is missing into units.
///
/// Which images make a batch follows from the job alone, and so do the results. How the configurations
/// of a batch are grouped follows from the number of workers: every unit computes the clean images
/// again, so that small units cost passes, and large ones let workers wait at the end.
struct UnitPlan {
  /// The units by phase.
  let phases: [[WorkUnit]]

  /// - Parameters:
  ///   - imageCount: images of the job.
  ///   - batchSize: images of a batch.
  ///   - configurationCount: the clean one and all attacks.
  ///   - passes: what they cost.
  ///   - needsCleanFirst: whether attacks wait for the mean losses of all clean images.
  ///   - isMissing: whether there is no record yet.
  init(
    imageCount: Int, batchSize: Int, configurationCount: Int, passes: PassCounts, workerCount: Int,
    needsCleanFirst: Bool, isMissing: (RecordKey) -> Bool
  ) {
    let batches = stride(from: 0, to: imageCount, by: batchSize).map {
      $0..<min($0 + batchSize, imageCount)
    }
    let missing = batches.map { images in
      (0..<configurationCount).filter { configuration in
        images.contains { isMissing(RecordKey(image: $0, configuration: configuration)) }
      }
    }
    var parts = [missing]
    if needsCleanFirst {
      parts = [
        missing.map { $0.filter { $0 == RecordKey.clean } },
        missing.map { $0.filter { $0 != RecordKey.clean } },
      ]
    }
    var number = 0
    phases = parts.map { part in
      let groupCount = Self.groupCount(part, passes: passes, workerCount: workerCount)
      var units: [WorkUnit] = []
      for (images, configurations) in zip(batches, part) where !configurations.isEmpty {
        for group in Self.groups(configurations, count: groupCount, passes: passes) {
          units.append(WorkUnit(number: number, images: images, configurations: group))
          number += 1
        }
      }
      return units
    }
  }

  /// In how many groups the configurations of a batch are cut: as many as let workers end soonest,
  /// when at the end of all work one of them has just begun the largest unit and the others wait for it
  /// (Graham's bound for lists of jobs, SIAM J. Appl. Math. 17, 1969).
  private static func groupCount(
    _ missing: [[Int]], passes: PassCounts, workerCount: Int
  ) -> Int {
    var batchCounts: [[Int]: Int] = [:]
    for configurations in missing where !configurations.isEmpty {
      batchCounts[configurations, default: 0] += 1
    }
    func end(_ count: Int) -> Double {
      var (sum, largest) = (0, 0)
      for (configurations, batchCount) in batchCounts {
        for group in groups(configurations, count: count, passes: passes) {
          let unit = PassCounts.clean + passes.sum(group)
          sum += unit * batchCount
          largest = max(largest, unit)
        }
      }
      return Double(sum + (workerCount - 1) * largest) / Double(workerCount)
    }
    let counts = 1...max(batchCounts.keys.map(\.count).max() ?? 1, 1)
    let ends = counts.map { (count: $0, end: end($0)) }
    return ends.min { $0.end < $1.end }?.count ?? 1
  }

  /// Neighbours stay together, and groups take about as many passes.
  private static func groups(_ configurations: [Int], count: Int, passes: PassCounts) -> [[Int]] {
    let total = max(passes.sum(configurations), 1)
    var groups: [[Int]] = []
    var done = 0
    var last = -1
    for configuration in configurations {
      let group = done * count / total
      if group == last {
        groups[groups.count - 1].append(configuration)
      } else {
        groups.append([configuration])
      }
      last = group
      done += passes[configuration]
    }
    return groups
  }
}
