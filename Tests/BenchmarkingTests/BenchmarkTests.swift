import Benchmarking
import Foundation
import Networks
import Testing

struct BenchmarkTests {
  @Test func reportsWhatItRan() throws {
    let workload = try Workload(
      widths: [4, 4, 8, 8], headWidth: 8, layout: "3", height: 33, width: 33)
    let report = try Benchmark(
      workload, strategies: [.balanced, .total, .separate], repetitions: 2, warmUps: 0
    ).run()
    #expect(report.steps.map(\.strategy) == [.balanced, .total, .separate])
    #expect(report.steps.map(\.backwardPasses) == [1, 1, 3])
    #expect(report.steps.allSatisfy { $0.seconds.samples.count == 2 && $0.seconds.minimum > 0 })
    #expect(report.workload.layout == workload.layout.description)
    #expect(report.memory.parameterBytes == 4 * report.workload.parameterCount)
    #expect(report.memory.planBytes > 0 && report.memory.weightBytes > 0)
    #expect(report.memory.peakResidentBytes > report.memory.planBytes)
    #expect(report.reference.losses.map(\.count) == [1, 1, 1])
    let profile = try #require(report.profile)
    #expect(profile.floorSeconds > 0 && profile.gigaflop > 0)
    #expect(profile.convolutionShare.maximum < 1)
    for part in ["resnet34-deeplab", "separate", "convolution arithmetic", "peak of the process"] {
      #expect(report.text.contains(part))
    }
    let json = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(BenchmarkReport.self, from: json) == report)
  }

  @Test func profileIsOptional() throws {
    let workload = try Workload(widths: [4, 4, 4, 4], headWidth: 4, height: 17, width: 17)
    let report = try Benchmark(workload, repetitions: 1, warmUps: 0, isProfiled: false).run()
    #expect(report.profile == nil)
    #expect(!report.text.contains("floor"))
  }
}
