import Benchmarking
import Networks
import Tasks
import TensorCore
import Testing

struct WorkloadTests {
  @Test func defaultsAreThePublishedNetwork() throws {
    let workload = try Workload()
    #expect(workload.widths == [64, 128, 256, 512])
    #expect(workload.conventions.map(\.predictionChannels) == [40, 3, 1])
    #expect(workload.layout == TreeLayout(sharedBy: 3, blocks: 17))
    #expect(workload.inputShape == TensorShape(batch: 1, height: 321, width: 321, channels: 3))
    let graph = try workload.description().graph()
    #expect(graph.outputs.map(\.name) == ["segment_semantic", "normal", "depth_zbuffer"])
  }

  @Test func fiveTasksAreTaskonomy() throws {
    let workload = try Workload(model: .mobileNetV2, suite: TaskSuite(taskCount: 5))
    #expect(workload.conventions.map(\.predictionChannels) == [17, 3, 1, 1, 1])
    #expect(workload.layout.blockCount == 32)
    #expect(workload.widths.count == 9)
  }

  @Test func layoutsByNumberAndText() throws {
    let numbered = try Workload(layout: "12").layout
    let listed = try TreeLayout.enumerate(tasks: 3, blocks: 5)[12]
    #expect(numbered == (try listed.refined(by: .resNet34)))
    #expect(try Workload(layout: listed.description).layout == numbered)
    #expect(try Workload(layout: numbered.description).layout == numbered)
  }

  @Test(arguments: ["51", "-1", "[[[0, 1]]]", "[[[0, 1, 2]], [[0, 1, 2]]]"])
  func impossibleLayouts(text: String) {
    #expect(throws: WorkloadError.self) { try Workload(layout: text) }
  }

  @Test func layoutTextIsRead() {
    #expect(throws: LayoutError.self) { try Workload(layout: "shared") }
  }

  @Test func errorsNameWhatIsWrong() {
    func part(_ make: () throws -> Workload) -> String? {
      do {
        _ = try make().description()
        return nil
      } catch { return (error as? WorkloadError)?.part }
    }
    let refusal = Precision.bfloat16.isAvailable ? nil : "precision"
    #expect(part { try Workload(precision: .bfloat16) } == refusal)
    #expect(part { try Workload(height: 0) } == "height")
    #expect(part { try Workload(width: 9000) } == "width")
    #expect(part { try Workload(batch: -1) } == "batch")
    #expect(part { try Workload(widths: [1, 2, 3]) } == "widths of resnet34-deeplab")
    #expect(part { try Workload(suite: TaskSuite(taskCount: 4)) } == "number of tasks")
    #expect(part { try Workload() } == nil)
  }

  @Test func benchmarksNeedStepsToMeasure() throws {
    let workload = try Workload()
    #expect(throws: WorkloadError.self) { try Benchmark(workload, repetitions: 0) }
    #expect(throws: WorkloadError.self) { try Benchmark(workload, warmUps: -1) }
    #expect(throws: WorkloadError.self) { try Benchmark(workload, strategies: [.total]) }
  }
}
