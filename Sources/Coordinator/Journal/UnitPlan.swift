internal import Jobs

/// Cuts what is missing into units.
///
/// Which images make a batch follows from the job alone, and so do the results; how configurations
/// are grouped follows from the number of workers, so that there is enough to hand out. The last units
/// are smaller, so that workers end at about the same time.
struct UnitPlan {
  /// Least number of units for every worker, where there are as many configurations.
  static let unitsPerWorker = 8

  /// In how many parts the groups of the last batches are cut, one batch for every worker.
  static let lastParts = 4
  /// Least number of configurations for such a part: every unit computes the clean images again.
  static let leastLastPart = 16

  /// The units by phase.
  let phases: [[WorkUnit]]

  /// - Parameters:
  ///   - imageCount: images of the job.
  ///   - batchSize: images of a batch.
  ///   - configurationCount: the clean one and all attacks.
  ///   - needsCleanFirst: whether attacks wait for the mean losses of all clean images.
  ///   - isMissing: whether there is no record yet.
  init(
    imageCount: Int, batchSize: Int, configurationCount: Int, workerCount: Int,
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
      let groupCount = Self.groupCount(part, workerCount: workerCount)
      var units: [WorkUnit] = []
      var batchesLeft = part.count { !$0.isEmpty }
      for (images, configurations) in zip(batches, part) where !configurations.isEmpty {
        let isLast = batchesLeft <= workerCount
        batchesLeft -= 1
        let parts = configurations.count / (groupCount * Self.leastLastPart)
        let count = groupCount * (isLast ? min(max(parts, 1), Self.lastParts) : 1)
        for group in Self.groups(configurations, count: count) {
          units.append(WorkUnit(number: number, images: images, configurations: group))
          number += 1
        }
      }
      return units
    }
  }

  /// In how many groups the configurations of a batch are cut.
  private static func groupCount(_ missing: [[Int]], workerCount: Int) -> Int {
    let batchCount = missing.count { !$0.isEmpty }
    guard batchCount > 0 else { return 1 }
    let wanted = unitsPerWorker * workerCount
    return (wanted + batchCount - 1) / batchCount
  }

  /// Neighbours stay together, and groups differ by one in length at most.
  private static func groups(_ configurations: [Int], count: Int) -> [[Int]] {
    let count = min(count, configurations.count)
    guard count > 0 else { return [] }
    return (0..<count).map { group in
      Array(
        configurations[
          group * configurations.count / count..<(group + 1) * configurations.count / count])
    }
  }
}
