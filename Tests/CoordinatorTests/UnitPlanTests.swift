import Jobs
import Testing

@testable import Coordinator

struct UnitPlanTests {
  private func plan(
    images: Int = 5, batch: Int = 2, configurations: Int = 4, workers: Int = 1,
    cleanFirst: Bool = false, missing: (RecordKey) -> Bool = { _ in true }
  ) -> UnitPlan {
    UnitPlan(
      imageCount: images, batchSize: batch, configurationCount: configurations,
      workerCount: workers, needsCleanFirst: cleanFirst, isMissing: missing)
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
    let units = plan(images: 7, batch: 3, configurations: 5, workers: workers).phases.flatMap { $0 }
    #expect(units.map(\.number) == Array(0..<units.count))
    let all = (0..<7).flatMap { image in
      (0..<5).map { RecordKey(image: image, configuration: $0) }
    }
    #expect(keys(units).sorted() == all)
    // Batches follow from the job alone.
    #expect(Set(units.map(\.images)) == [0..<3, 3..<6, 6..<7])
  }

  @Test func groupsAreSplitWhereUnitsAreFew() {
    let few = plan(images: 4, batch: 1, configurations: 6, workers: 1).phases[0]
    #expect(few.count == 4 * 2)
    #expect(few.map(\.configurations.count) == Array(repeating: 3, count: 8))
    let many = plan(images: 40, batch: 1, configurations: 6, workers: 1).phases[0]
    #expect(many.count == 40)
  }

  @Test func theLastUnitsAreSmaller() {
    let units = plan(images: 40, batch: 1, configurations: 64, workers: 3).phases[0]
    #expect(
      units.map(\.configurations.count) == Array(repeating: 64, count: 37)
        + Array(repeating: 16, count: 3 * 4))
    #expect(keys(units).sorted() == keys(units))
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
