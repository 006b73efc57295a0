internal import ComputePlatform

/// The measured steps of one strategy.
struct StepMeasurements {
  private var timings: [StepTiming] = []
  private var heapGrowth = Int.min
  private var pageFaults = 0
  private var allocations: Int?

  /// Takes a step and records what it took.
  mutating func measure(_ step: () throws -> StepTiming) rethrows {
    timings.reserveCapacity(timings.count + 1)
    let (bytes, pages) = (ProcessMemory.allocatedByteCount, ProcessMemory.pageFaultCount)
    let count = ProcessMemory.allocationCount
    let timing = try step()
    if let count, let later = ProcessMemory.allocationCount {
      allocations = max(allocations ?? 0, later - count)
    }
    heapGrowth = max(heapGrowth, ProcessMemory.allocatedByteCount - bytes)
    pageFaults = max(pageFaults, ProcessMemory.pageFaultCount - pages)
    timings.append(timing)
  }

  /// The steps as a report has them.
  /// - Precondition: at least one step was measured.
  func summary(_ strategy: StepStrategy, tasks: Int) -> BenchmarkReport.StepSummary {
    func spread(_ part: (StepTiming) -> Double) -> Spread { Spread(timings.map(part)) }
    return BenchmarkReport.StepSummary(
      strategy: strategy, backwardPasses: strategy.backwardPassCount(tasks: tasks),
      seconds: spread(\.total), forwardSeconds: spread(\.forward), lossSeconds: spread(\.loss),
      backwardSeconds: spread(\.backward), updateSeconds: spread(\.update),
      heapGrowth: heapGrowth, pageFaults: pageFaults,
      allocations: allocations)
  }
}
