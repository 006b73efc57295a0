import ByteStorage
import Testing

@testable import Jobs

struct GalleryPlanTests {
  @Test func theWorstComeFirstAndThenTheMiddle() {
    let changes = [0.1, 0.9, 0.5, 0.3, 0.7, .nan, 0.2]
    let choices = GalleryPlan.choices(changes, count: 4)
    #expect(choices.map(\.image) == [1, 4, 2, 3])
    #expect(choices.map(\.reason) == [.worst, .worst, .median, .median])
    #expect(choices.map(\.relativeChange) == [0.9, 0.7, 0.5, 0.3])
  }

  @Test(arguments: 0...7) func noImageIsChosenTwice(_ count: Int) {
    let choices = GalleryPlan.choices([3, 1, 2, .infinity, 2], count: count)
    #expect(choices.count == min(count, 4))
    #expect(Set(choices.map(\.image)).count == choices.count)
    #expect(!choices.contains { $0.image == 3 })
  }

  @Test func equalImagesComeInTheirOrder() {
    #expect(GalleryPlan.choices([1, 1, 1], count: 2).map(\.image) == [0, 1])
  }

  @Test func plansAndEntriesSurviveTheirBytes() throws {
    let plan = GalleryPlan(
      configuration: 3,
      choices: GalleryPlan.choices([0.5, 2], count: 2), meanLosses: [1, 2.5])
    #expect(try GalleryPlan(plan.bytes) == plan)
    let map = GalleryEntry.Map(height: 1, width: 2, channels: 1, values: [1, -2])
    let entry = GalleryEntry(
      image: 7, input: map, perturbation: map,
      tasks: [.init(truth: map, clean: map, attacked: map)])
    #expect(try GalleryEntry(entry.bytes) == entry)
  }

  @Test func damagedBytesAreRefused() throws {
    let map = GalleryEntry.Map(height: 1, width: 2, channels: 1, values: [1, -2])
    let bytes = GalleryEntry(image: 7, input: map, perturbation: map, tasks: []).bytes
    for count in 0..<bytes.count {
      #expect(throws: ByteError.self) { _ = try GalleryEntry(Array(bytes.prefix(count))) }
    }
    // Extents that no memory has room for.
    var huge = ByteWriter()
    huge.append(compact: 7)
    for _ in 0..<3 { huge.append(compact: UInt64(1) << 40) }
    #expect(throws: ByteError.self) { _ = try GalleryEntry(huge.bytes) }
  }
}
