import Jobs
import Testing

@testable import Coordinator

struct UnitPlanTests {
  private func plan(
    images: Int = 5, batch: Int = 2, attacks: [Int] = [9, 9, 9], workers: Int = 1,
    cleanFirst: Bool = false, missing: (RecordKey) -> Bool = { _ in true }
  ) -> UnitPlan {
    UnitPlan(
      imageCount: images, batchSize: batch, configurationCount: attacks.count + 1,
      passes: PassCounts(attacks: attacks), workerCount: workers, needsCleanFirst: cleanFirst,
      isMissing: missing)
  }

  private func keys(_ units: [WorkUnit]) -> [RecordKey] {
    units.flatMap { unit in
      unit.images.flatMap { image in
        unit.configurations.map { RecordKey(image: image, configuration: $0) }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 7, 100])
  func everythingIsInExactlyOneUnit(_ workers: Int) {
    let units = plan(images: 7, batch: 3, attacks: [1, 30, 2, 7], workers: workers).phases.flatMap {
      $0
    }
    #expect(units.map(\.number) == Array(0..<units.count))
    let all = (0..<7).flatMap { image in
      (0..<5).map { RecordKey(image: image, configuration: $0) }
    }
    #expect(keys(units).sorted() == all)
    // Batches follow from the job alone.
    #expect(Set(units.map(\.images)) == [0..<3, 3..<6, 6..<7])
  }

  /// Groups of every batch.
  private func groups(_ images: Int, attacks: [Int], workers: Int) -> [[Int]] {
    let units = plan(images: images, batch: 1, attacks: attacks, workers: workers).phases[0]
    let groups = units.filter { $0.images == 0..<1 }.map(\.configurations)
    #expect(units.map(\.configurations) == Array(repeating: groups, count: images).flatMap { $0 })
    return groups
  }

  @Test func imagesStayWholeWhereThereAreEnough() {
    // One more unit of 8 passes is less than the clean passes of eight more units.
    #expect(groups(8, attacks: [5], workers: 2) == [[0, 1]])
    #expect(groups(8, attacks: [41, 41, 41, 41], workers: 1) == [[0, 1, 2, 3, 4]])
    #expect(groups(600, attacks: [41, 41, 41, 41], workers: 2) == [[0, 1, 2, 3, 4]])
  }

  @Test func imagesAreCutWhereTheyAreFew() {
    #expect(groups(1, attacks: [41, 41, 41, 41], workers: 4) == [[0, 1], [2], [3], [4]])
    // Half of 1360 passes and half a unit of 85, where one and four groups need 751 and 726.
    #expect(groups(8, attacks: [41, 41, 41, 41], workers: 2) == [[0, 1, 2], [3, 4]])
    // Clean images are never a unit of their own beside attacks.
    #expect(groups(1, attacks: [5], workers: 4) == [[0, 1]])
  }

  @Test func groupsTakeAsManyPassesNotAsManyAttacks() {
    let groups = groups(1, attacks: [10, 10, 10, 10, 10, 10, 60], workers: 2)
    #expect(groups.map { $0.contains(7) } == groups.indices.map { $0 == groups.count - 1 })
    #expect(groups.last == [7])
  }

  @Test func whatIsThereIsLeftOut() {
    let there = Set([
      RecordKey(image: 0, configuration: 0), RecordKey(image: 1, configuration: 0),
      RecordKey(image: 2, configuration: 3),
    ])
    let units = plan(missing: { !there.contains($0) }).phases[0]
    // A batch of which one image lacks a configuration is done again for both.
    let expected = [
      0..<2: [1, 2, 3], 2..<4: [0, 1, 2, 3], 4..<5: [0, 1, 2, 3],
    ]
    for (images, configurations) in expected {
      #expect(
        units.filter { $0.images == images }.flatMap(\.configurations).sorted() == configurations)
    }
    #expect(plan(missing: { _ in false }).phases == [[]])
  }

  @Test func cleanImagesComeFirstWhereAttacksNeedTheirMeans() {
    let phases = plan(cleanFirst: true).phases
    #expect(phases.count == 2)
    #expect(phases[0].allSatisfy { $0.configurations == [RecordKey.clean] })
    #expect(phases[1].allSatisfy { !$0.configurations.contains(RecordKey.clean) })
    #expect(keys(phases[0] + phases[1]).count == 5 * 4)
  }
}
